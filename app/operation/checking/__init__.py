"""What an operator or a law may change is looked at again: numbers, links, prices, rates."""
