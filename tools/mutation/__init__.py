"""Changes rules by one sign each and says which changes no test notices.

`python -m tools.mutation` walks every module of `targets.TARGETS`; see there which tests claim it.
"""
