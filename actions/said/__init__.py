"""Words of tables in what a shopper wrote."""
