"""Measures the budgets that need a quiet machine; only ratios within one run count."""
