"""Drawing a map on the server: what of the ground is seen, the grid, and what lies underneath.

Nothing here knows what is shown on the map: a room gives points or counted squares to the template
``places/_map.html``, which draws them over the ground of a ``View``.
"""
