import type { Id } from "#kernel/id.ts";
import type { Result } from "#kernel/result.ts";
import { checkInput } from "#kernel/user-error.ts";
import { deleteAddress } from "../commands/delete-address.ts";
import { saveAddress } from "../commands/save-address.ts";
import { updateUser } from "../commands/update-user.ts";
import type { AddressRefusal, InvalidInput, UserUpdateRefusal } from "../domain/refusal.ts";
import type { Ports } from "../ports.ts";
import type { Context } from "./context.ts";
import type { MutationResolvers } from "./resolvers.generated.ts";
import { userErrorOf } from "./user-error.ts";
import { addressSaveInput, userUpdateInput } from "./user-input.ts";

/** What a person changes of their own account. */
export function userMutations(
  ports: Ports,
): Required<Pick<MutationResolvers, "userUpdate" | "addressSave" | "addressDelete">> {
  const updateInput = userUpdateInput(ports.currencies);
  return {
    userUpdate: async (_parent, { input }, context) => {
      const checked = checkInput(updateInput, input);
      if (!checked.ok) return updateRefused(checked.refusal as InvalidInput[]);
      const { expectedVersion, ...change } = checked.value;
      const updated = await updateUser(ports, { userId: personOf(context), expectedVersion, change });
      return updated.ok ? { user: updated.value ?? null, errors: [] } : updateRefused([updated.refusal]);
    },
    addressSave: async (_parent, { input }, context) => {
      const checked = checkInput(addressSaveInput, input);
      if (!checked.ok) return addressRefused(checked.refusal as InvalidInput[]);
      const { id, ...words } = checked.value;
      return addressAnswer(await saveAddress(ports, { userId: personOf(context), id, words }), context);
    },
    addressDelete: async (_parent, { input }, context) =>
      addressAnswer(await deleteAddress(ports, { userId: personOf(context), id: input.id }), context),
  };
}

/** The scope `account` belongs to customers and staff, who have a subject. */
function personOf({ caller }: Context): Id {
  return caller.subject!;
}

function updateRefused(refusals: readonly UserUpdateRefusal[]) {
  return { user: null, errors: refusals.map((refusal) => userErrorOf(refusal)) };
}

async function addressAnswer(result: Result<void, AddressRefusal>, context: Context) {
  return result.ok
    ? { user: await context.users.load(personOf(context)), errors: [] }
    : addressRefused([result.refusal]);
}

function addressRefused(refusals: readonly AddressRefusal[]) {
  return { user: null, errors: refusals.map((refusal) => userErrorOf(refusal)) };
}
