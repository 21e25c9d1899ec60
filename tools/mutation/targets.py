"""The rules that are walked, in groups by the few quick test files that claim them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """Modules, and the tests of their rules."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]


CLOCK = "tests/service_requests/clock/"

TARGETS = {
    "working-time": Target(
        ("app/core/working_time.py", "app/core/working_days.py"),
        (
            "tests/core/test_working_time.py",
            "tests/core/test_working_days.py",
            f"{CLOCK}test_clock_edges.py",
        ),
    ),
    "charges": Target(("app/bills/charges.py",), ("tests/bills/test_charges.py",)),
    "vietqr": Target(("app/payments/vietqr.py",), ("tests/payments/test_vietqr.py",)),
    "clock": Target(
        (
            "app/service_requests/clock/asking.py",
            "app/service_requests/clock/extending.py",
            "app/service_requests/clock/named_days.py",
            "app/service_requests/clock/moved_days.py",
            "app/service_requests/clock/chain.py",
            "app/service_requests/clock/escalating.py",
            "app/service_requests/clock/in_charge.py",
        ),
        (f"{CLOCK}test_clock_edges.py", f"{CLOCK}test_chain.py", f"{CLOCK}test_clock_pages.py"),
    ),
    "reports": Target(
        (
            "app/core/lifecycle.py",
            "app/service_requests/life.py",
            "app/service_requests/record.py",
            "app/service_requests/transition.py",
            "app/service_requests/rows.py",
            "app/service_requests/history.py",
            "app/service_requests/rights.py",
            "app/service_requests/answering/closing.py",
            "app/service_requests/answering/answers.py",
            "app/service_requests/answering/accepting.py",
            "app/service_requests/answering/refusing.py",
            "app/service_requests/answering/replying.py",
            "app/service_requests/answering/signing.py",
        ),
        (
            "tests/core/test_lifecycle.py",
            "tests/service_requests/test_lifecycle.py",
            "tests/service_requests/test_policies.py",
            f"{CLOCK}test_clock_edges.py",
            "tests/service_requests/answering/test_sign_off.py",
            "tests/service_requests/desk/test_official_acts.py",
        ),
    ),
    "reconciling": Target(
        (
            "app/payments/reconciling.py",
            "app/payments/matching.py",
            "app/payments/reversing.py",
            "app/payments/correcting.py",
            "app/payments/models/request.py",
            "app/payments/models/line.py",
        ),
        (
            "tests/payments/test_reconciling.py",
            "tests/payments/test_balances.py",
            "tests/bills/test_paying.py",
        ),
    ),
    "orders": Target(
        (
            "app/market/models/order_life.py",
            "app/market/models/orders.py",
            "app/market/actions/ordering.py",
            "app/market/actions/order_acts.py",
        ),
        (
            "tests/market/test_orders.py",
            "tests/market/test_order_pages.py",
            "tests/market/test_models.py",
        ),
    ),
}
