import type { Stars } from "#subgraphs/reviews/domain/review.ts";

/** People who bought something before the shop opened its doors; they have no accounts. */
export const reviewers: readonly string[] = [
  "Meera S.",
  "Arjun",
  "Nikhil R.",
  "Farah K.",
  "Tenzin",
  "Lakshmi V.",
  "Rohan D.",
  "Ishita",
  "Joseph M.",
  "Gurpreet",
  "Ananya B.",
  "Devika",
  "Sameer P.",
  "Kavya N.",
  "Imran",
  "Leela T.",
  "Vikram J.",
  "Zoya",
  "Harish C.",
  "Nandini G.",
  "Abdul R.",
  "Priyanka",
  "Thomas K.",
  "Sunita A.",
];

interface Words {
  readonly title: string | null;
  readonly body: string | null;
}

/** Said of anything one can buy. */
export const words: Readonly<Record<Stars, readonly Words[]>> = {
  5: [
    {
      title: "Exactly as described",
      body: "Arrived in two days, well packed. It does what it should and looks better than in the pictures.",
    },
    { title: "Would buy again", body: "Using it every day for a month now. No complaints at all." },
    {
      title: "A very good gift",
      body: "Bought for my sister's birthday. She called the same evening to say how much she likes it.",
    },
    {
      title: "Worth the price",
      body: "I compared a few before deciding. The finish is clearly a class above the others.\n\nRecommended.",
    },
    { title: null, body: "Good quality, quick delivery." },
    { title: "Happy", body: null },
  ],
  4: [
    {
      title: "Good, with one small thing",
      body: "Very content with it. The colour is a little darker than on my screen, so one star less.",
    },
    { title: "Solid", body: "Well made and sturdy. The manual could say more, but one finds out." },
    { title: null, body: "Does its job. Delivery took a day longer than promised." },
    { title: "Nearly perfect", body: "Almost everything right. I would have liked a longer warranty." },
  ],
  3: [
    { title: "It is all right", body: "Neither bad nor special. For the price I expected slightly better material." },
    { title: "Mixed feelings", body: "Looks nice, feels lighter than I thought. Let us see how long it lasts." },
    { title: null, body: null },
  ],
  2: [
    { title: "Not for me", body: "The size did not fit what I had in mind. Sending it back was easy at least." },
    { title: "Expected more", body: "Works, but the edges are not cleanly finished." },
  ],
  1: [
    {
      title: "Arrived damaged",
      body: "One corner was broken. A replacement is on its way; I will update this review.",
    },
    { title: "Stopped working", body: "Fine for a week, then nothing. Waiting for an answer." },
  ],
};
