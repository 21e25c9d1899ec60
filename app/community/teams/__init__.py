"""The teams: founded, named, who belongs to one, who looks after which area."""
