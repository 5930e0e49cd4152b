/** What is read of a payment `p` and its order's account `a`. */
export const OWNED_PAYMENT = `
  p.id, p.order_id AS "orderId", a.owner, p.provider, p.amount, p.refunded, p.refunding, p.currency, p.status, p.wanted,
  p.failure, p.action_url AS "actionUrl", p.action_expires_at AS "actionExpiresAt", p.created_at AS "createdAt",
  p.updated_at AS "updatedAt", p.created_by AS "createdBy"`;

/** As many as an order can have, see PAYMENTS_PER_ORDER_MAX. */
export const PAYMENTS_OF_ORDER = `
  SELECT ${OWNED_PAYMENT}
  FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted(order_id, position)
  JOIN order_accounts AS a ON a.order_id = wanted.order_id
  CROSS JOIN LATERAL (
    SELECT * FROM payments WHERE payments.order_id = a.order_id ORDER BY created_at DESC, id DESC LIMIT $2
  ) AS p
  ORDER BY wanted.position, p.created_at DESC, p.id DESC`;
