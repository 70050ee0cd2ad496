"""tau2's retail shop: its rules as the oracle, our operations as what is measured."""
