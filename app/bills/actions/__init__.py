"""What spans several tables: issuing, importing, proving, paying, reminding, asking."""
