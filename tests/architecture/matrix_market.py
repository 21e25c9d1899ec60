"""The market's lines of the matrix: buyers, sellers, its office."""

from tests.architecture.matrix_who import (
    EVERYBODY,
    SELLERS,
    SIGNED_IN,
    Who,
    only,
    who,
)

MARKET_OF_BUYERS: dict[str, dict[str, Who]] = {
    "Everybody | market.queries.baskets.open_shop": {"shop": who(EVERYBODY)},
    "Everybody | market.queries.browse.shown_product": {"product": who(EVERYBODY)},
    "Everybody | market.queries.orders.my_order": {"order": who("sender")},
    "Everybody | market.views.order_asking.load_file": {
        "asked order": who("sender seller helper"),
        "rated order": who("sender"),
    },
    "Everybody | market.views.cases.load_about": {"shop": who(EVERYBODY)},
    "Everybody | market.views.photos.load_photo": {"article": who("")},
    "Everybody | market.views.cases.load_shown": {"complaint": who("sender market")},
    "Everybody | market.views.fairs.<lambda> | market.fair": {"fair": who(EVERYBODY)},
    "Everybody | market.views.orders.<lambda> | market.act_on_order": {"order": who("sender")},
    "AnybodySignedIn | market.views.fairs.<lambda> | market.follow_fair": {"fair": who(SIGNED_IN)},
    "market.policies.sent_complaint | market.queries.office.own_complaint": {
        "complaint": who("sender")
    },
    "market.policies.is_asked | market.queries.stall.my_invite": {"invitation": who("sender")},
}
MARKET_OF_SELLERS = {
    "market.views.platforms.owns | market.queries.shops.managed": {"shop": who("seller", "helper")},
    "AnybodySignedIn | market.queries.orders.shops_order": {"order": who(SELLERS)},
    "AnybodySignedIn | market.views.seller_orders.<lambda> | market.act_on_shop_order": {
        "order": who(SELLERS)
    },
    "AnybodySignedIn | market.views.fairs.<lambda> | market.join_fair": {"fair": who(SIGNED_IN)},
    "AnybodySignedIn | market.views.fairs.<lambda> | market.fair_offers": {"fair": who(SELLERS)},
    "AnybodySignedIn | market.views.fairs.<lambda> | market.make_offer": {"fair": who(SELLERS)},
    "AnybodySignedIn | market.views.fairs.<lambda> | market.end_offer": {"fair": who(SELLERS)},
    "market.policies.may_sell | market.queries.shops.managed": {"shop": who(SELLERS)},
    "market.policies.owns | market.queries.shops.managed": {"shop": who("seller", "helper")},
    "market.policies.owns | market.views.seller.identifiable": {"shop": who("seller", "helper")},
    "market.policies.may_change | market.queries.products.managed": {"product": who(SELLERS)},
    "market.policies.may_strike | market.queries.stall.managed_taking": {"taking": who(SELLERS)},
    "market.policies.may_appeal | market.queries.office.own_takedown": {
        "taking down": who(SELLERS)
    },
    "market.policies.owns_invite | market.queries.stall.sent_invite": {
        "invitation": who("seller", "helper")
    },
    "market.views.platforms.may_take | market.views.platforms.load_catalogue": {
        "catalogue": who(SELLERS)
    },
    "market.views.seller_people.may_remove | market.views.seller_people.load_helper": {
        "managers": who("seller", "helper")
    },
    "market.views.seller_products.may_tap | market.views.seller_products.load_tap": {
        "product": who(SELLERS)
    },
}
MARKET_OFFICE = {
    "market.policies.is_market_office | -": only("market"),
    "market.policies.hears_ratings | market.views.office_ratings.load_rated": {
        "rated order": who("market")
    },
    "market.policies.reads_rules | -": only("market administrator"),
    "market.policies.writes_rules | -": only("administrator"),
    "market.policies.writes_rule | market.queries.office.rule": {
        "forbidden word": who("administrator", EVERYBODY)
    },
    "market.policies.writes_rule | market.queries.checks.one": {
        "check of shops": who("administrator", EVERYBODY)
    },
    "market.policies.may_oversee | market.queries.office.shop": {"shop": who("market")},
    "market.policies.may_oversee_product | market.queries.office.product": {
        "product": who("market")
    },
    "market.policies.may_oversee_case | market.queries.office.complaint": {
        "complaint": who("market")
    },
    "market.policies.may_oversee_case | market.queries.office.takedown": {
        "taking down": who("market")
    },
    **{
        f"market.views.office_fairs._may | market.views.office_fairs.<lambda> | market.{view}": {
            "fair": who("market", EVERYBODY)
        }
        for view in ("edit_fair", "change_fair")
    },
    "market.views.office.may_decide | market.views.office.load_decision": {
        "product": who("market")
    },
}

MARKET = {**MARKET_OF_BUYERS, **MARKET_OF_SELLERS, **MARKET_OFFICE}
