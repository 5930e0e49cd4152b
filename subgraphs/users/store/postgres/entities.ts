import { EntitySchema } from "typeorm";
import type { Role } from "../../domain/role.ts";

/** A row of `users`; ids are bare UUIDs here. The password's hash is written by name and never read along. */
export interface UserRow {
  readonly id: string;
  readonly email: string;
  readonly emailFolded: string;
  readonly passwordHash?: string;
  readonly name: string | null;
  readonly phone: string | null;
  readonly roles: Role[];
  readonly currency: string | null;
  readonly locale: string | null;
  readonly newsletter: boolean;
  readonly marketing: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly createdBy: string;
  readonly version: number;
}

export const UserEntity = new EntitySchema<UserRow>({
  name: "User",
  tableName: "users",
  columns: {
    id: { type: "uuid", primary: true, primaryKeyConstraintName: "users_pkey" },
    email: { type: "text" },
    emailFolded: { type: "text", name: "email_folded" },
    passwordHash: { type: "text", name: "password_hash", select: false },
    name: { type: "text", nullable: true },
    phone: { type: "text", nullable: true },
    roles: { type: "text", array: true },
    currency: { type: "text", nullable: true },
    locale: { type: "text", nullable: true },
    newsletter: { type: "boolean" },
    marketing: { type: "boolean" },
    createdAt: { type: "timestamptz", precision: 3, name: "created_at" },
    updatedAt: { type: "timestamptz", precision: 3, name: "updated_at" },
    createdBy: { type: "uuid", name: "created_by" },
    version: { type: "int" },
  },
});

/** A row of `saved_addresses`. */
export interface SavedAddressRow {
  readonly id: string;
  readonly userId: string;
  readonly label: string | null;
  readonly name: string;
  readonly line1: string;
  readonly line2: string | null;
  readonly city: string;
  readonly region: string | null;
  readonly postalCode: string | null;
  readonly country: string;
  readonly phone: string | null;
  readonly isDefaultShipping: boolean;
  readonly isDefaultBilling: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly createdBy: string;
  readonly version: number;
}

export const SavedAddressEntity = new EntitySchema<SavedAddressRow>({
  name: "SavedAddress",
  tableName: "saved_addresses",
  columns: {
    id: { type: "uuid", primary: true, primaryKeyConstraintName: "saved_addresses_pkey" },
    userId: { type: "uuid", name: "user_id" },
    label: { type: "text", nullable: true },
    name: { type: "text" },
    line1: { type: "text" },
    line2: { type: "text", nullable: true },
    city: { type: "text" },
    region: { type: "text", nullable: true },
    postalCode: { type: "text", name: "postal_code", nullable: true },
    country: { type: "text" },
    phone: { type: "text", nullable: true },
    isDefaultShipping: { type: "boolean", name: "is_default_shipping" },
    isDefaultBilling: { type: "boolean", name: "is_default_billing" },
    createdAt: { type: "timestamptz", precision: 3, name: "created_at" },
    updatedAt: { type: "timestamptz", precision: 3, name: "updated_at" },
    createdBy: { type: "uuid", name: "created_by" },
    version: { type: "int" },
  },
});
