"""Mail to officials who want it: plain text, codes and figures alone, beside inbox and push."""
