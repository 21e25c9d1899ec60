"""Directions (đôn đốc, chỉ đạo): a lead's word to an agency, to be answered by a day."""
