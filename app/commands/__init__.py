"""What an operator may run, declared without what it runs: names, options and help.

A file for each room. What a command does stands in the room's own `cli.py`, which is loaded with
the whole app when the command runs, so that `--help` needs neither.
"""

from click import Command

from app.commands import (
    accounts,
    bills,
    core,
    demo,
    market,
    media,
    migrations,
    news,
    notifications,
    operation,
    payments,
    places,
    provision,
    scorecards,
    service_requests,
)

COMMANDS: tuple[Command, ...] = (
    accounts.accounts,
    migrations.db,
    core.audit,
    core.outbox,
    core.retention,
    core.worker,
    core.working_days,
    bills.bills,
    demo.demo,
    market.market,
    media.media,
    news.news,
    notifications.notifications,
    operation.backup,
    operation.backup_key,
    operation.check,
    operation.init,
    operation.restore,
    operation.sbom,
    payments.payments,
    places.places,
    provision.provision,
    scorecards.scorecards,
    service_requests.service_requests,
    service_requests.figures,
    service_requests.receipts,
)
