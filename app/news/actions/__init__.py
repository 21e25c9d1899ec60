"""What spans several aggregates: publishing, warning, importing."""
