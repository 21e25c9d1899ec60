"""Lists that people take away, made by the worker while they go on working.

A kind is declared (``kinds``), somebody asks for one (``asking``), the worker writes it in pieces
(``jobs``), and whoever asked fetches it for a day.
"""
