"""Shops and goods of the demonstration. Sellers and accounts are invented; so are all prices."""

from dataclasses import dataclass, field
from typing import Any

from app.demo.people import Person

OFFICE = Person("market", "Quản lý chợ", "Cán Bộ Chợ Thử", "+84900000021")
SELLERS = (
    Person("seller-honey", "Người bán: mật ong, nấm", "Người Bán Thử Ong", "+84900000031"),
    Person("seller-tea", "Người bán: hợp tác xã chè", "Người Bán Thử Chè", "+84900000032"),
    Person("seller-noodles", "Người bán: miến đao", "Người Bán Thử Miến", "+84900000033"),
    Person("seller-stall", "Người bán: sạp chợ", "Người Bán Thử Sạp", "+84900000034"),
    Person("seller-new", "Người bán: gian hàng mới mở", "Người Bán Thử Mới", "+84900000035"),
)
PEOPLE = (OFFICE, *SELLERS)


@dataclass(frozen=True)
class Goods:
    """One product: name, kind, unit, what is in one (g, ml), price, and what else is known."""

    name: str
    kind: str
    unit: str
    pack: int | None
    price: int
    about: str
    picture: str
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ShopStory:
    """A shop: whose, called what, of which kind, in which commune, selling what."""

    seller: str
    name: str
    kind: str
    commune: str
    about: str
    goods: tuple[Goods, ...]
    confirmed: bool = True
    more: dict[str, Any] = field(default_factory=dict)


OCOP = {"ocop_stars": 4, "ocop_certificate": "QĐ thử nghiệm 01"}
SHOPS = (
    ShopStory(
        "seller-honey", "Ong Rừng Minh Bảo Thử", "household", "04273",
        "Ong nhà nuôi dưới tán rừng, nấm và mộc nhĩ trồng trên gỗ.",
        (
            Goods("Mật ong đa hoa Minh Bảo", "honey", "bottle", 1000, 180_000,
                  "Quay ba lần một năm, lọc bằng vải, không pha thêm gì.", "honey",
                  {"stock": 24, "season_from": 3, "season_to": 12,
                   "keeping": "Để nơi mát, tránh nắng. Mật đông lại vào mùa lạnh là bình thường.",
                   **OCOP, "grade_days": 400}),
            Goods("Mộc nhĩ khô", "mushrooms", "pack", 200, 45_000,
                  "Phơi nắng, sạch chân, ngâm nở gấp tám lần.", "mushroom",
                  {"stock": 60, "season_from": 9, "season_to": 1}),
            Goods("Nấm linh chi", "mushrooms", "pack", 500, 350_000,
                  "Trồng trên gỗ lim xẹt, thái lát sẵn.", "mushroom",
                  {"stock": 3, **OCOP, "grade_days": 60}),
        ),
        more={"offers_delivery": True, "delivery_fee": 15_000, "offers_meeting": True,
              "meeting_point": "Cổng chợ trung tâm, Chủ nhật 6 đến 9 giờ"},
    ),
    ShopStory(
        "seller-tea", "HTX Chè Đồi Cao Thử", "cooperative", "04672",
        "Bảy hộ cùng trồng, hái và sao chè bằng tay.",
        (
            Goods("Chè Bát Tiên", "tea", "pack", 250, 95_000,
                  "Một tôm hai lá, thơm mùi sữa, nước xanh.", "tea", {"stock": 80}),
            Goods("Chè Shan tuyết cổ thụ Suối Giàng", "tea", "box", 200, 240_000,
                  "Hái từ cây cổ thụ trên núi cao, búp phủ lông trắng.", "tea",
                  {"stock": 30, "origin_text": "Suối Giàng", **OCOP, "grade_days": 700}),
            Goods("Chè xanh sao chảo", "tea", "kg", 1000, 160_000,
                  "Chè uống hằng ngày, đóng túi theo yêu cầu.", "tea", {"price_max": 220_000}),
        ),
        more={"offers_courier": True},
    ),
    ShopStory(
        "seller-noodles", "Miến Đao Bến Sông Thử", "household", "04531",
        "Miến tráng tay từ củ dong, phơi trên phên tre.",
        (
            Goods("Miến đao Quy Mông", "grain", "pack", 500, 40_000,
                  "Sợi dai, không nát, nấu cỗ rất hợp.", "noodles",
                  {"stock": 120, "origin_text": "Quy Mông", **OCOP, "grade_days": 500}),
            Goods("Bột đao", "grain", "kg", 1000, 55_000,
                  "Bột củ dong lọc nhiều nước, trắng mịn.", "noodles", {"stock": 40}),
        ),
        more={"offers_delivery": True, "delivery_fee": 20_000, "offers_courier": True},
    ),
    ShopStory(
        "seller-stall", "Sạp Rau Đầu Chợ Thử", "stall", "04375",
        "Rau hái từ sáng sớm, trứng gà thả đồi. Có ở chợ mỗi sáng.",
        (
            Goods("Cải mèo", "leaf-greens", "bunch", 1, 10_000,
                  "Cải trồng trên nương, ăn giòn, hơi đắng.", "greens",
                  {"season_from": 10, "season_to": 3}),
            Goods("Trứng gà thả đồi", "meat-fish", "dozen", 10, 38_000,
                  "Gà ăn ngô, trứng nhặt trong ngày.", "eggs", {"stock": 50}),
            Goods("Cam sành", "fruit", "kg", 1000, 28_000, "Cam chín cây, mọng nước.", "fruit",
                  {"stock": 90, "season_from": 10, "season_to": 1}),
            Goods("Măng khô", "roots", "lang", 100, 32_000, "Măng nứa phơi hai nắng.", "greens",
                  {"season_from": 7, "season_to": 12}),
        ),
    ),
    ShopStory(
        "seller-new", "Quế Đồi Thử", "household", "04252",
        "Quế trồng mười năm, bóc vỏ tháng ba và tháng tám.",
        (
            Goods("Quế điếu", "spices", "pack", 500, 120_000,
                  "Quế cuộn ống, thơm cay, dùng nấu phở và ngâm rượu.", "cinnamon",
                  {"stock": 40}),
        ),
        confirmed=False,
    ),
)  # fmt: skip
