"""Lists of a class: who follows a guide together, and who of them is done."""
