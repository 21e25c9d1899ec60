"""Small servers on this machine that stand for outside systems in tests and benches."""
