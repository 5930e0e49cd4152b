import type { ReviewResolvers } from "./resolvers.generated.ts";

export const reviewResolvers: ReviewResolvers = {
  __resolveReference: ({ id }, { reviews }) => reviews.load(id),
  product: ({ productId }) => ({ id: productId }),
  author: ({ authorId }) => ({ id: authorId }),
};
