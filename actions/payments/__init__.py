"""Money: payments, invoices, coupons, vouchers, and when money is back."""
