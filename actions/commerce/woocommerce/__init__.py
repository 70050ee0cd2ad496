"""WooCommerce's REST interface (v3) behind the commerce port."""
