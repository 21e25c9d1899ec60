"""What happens in the demonstration: reports and the acts that brought them where they are.

Each act runs through the real verbs, at its own moment, so that deadlines, time lines and
figures are those the product itself would have made.
"""

from dataclasses import dataclass

FIX_LAMP = "Tổ điện đã thay bóng và kiểm tra cả tuyến. Mời bà con xem ảnh."
FIX_ROAD = "Đã vá mặt đường bằng bê tông nhựa, xe cộ đi lại bình thường."
FIX_DRAIN = "Đã nạo vét hố ga và khơi cống, nước rút hết trong buổi sáng."
FIX_WASTE = "Đơn vị vệ sinh đã thu gom và rắc vôi, sẽ gom hai ngày một lần."
FIX_TREE = "Đã cưa cành, dọn cây và trả lại lối đi."


@dataclass(frozen=True)
class Story:
    """One report. ``days_ago`` is working days; ``place`` a commune's code; ``acts`` are verbs
    with the working hours after receipt at which they are done.
    """

    service: str
    place: str
    words: str
    days_ago: int
    acts: tuple[tuple[str, float], ...] = ()
    answer: str = ""
    citizen: str = ""
    picture: bool = True
    extra: str = ""


YB, NC, MA, CQ = "04252", "04273", "04375", "04387"

STORIES = (
    Story("street-light", YB, "Đèn đường không sáng, ngõ 12", 6,
          (("accept", 0.3), ("start", 2), ("fix", 9.5), ("read", 10), ("satisfied", 10.2),
           ("thank", 10.3)), FIX_LAMP, "citizen"),
    Story("road", YB, "Ổ gà lớn trước cổng chợ, trời mưa không thấy", 4,
          (("accept", 1), ("start", 5)), "", "citizen"),
    Story("flood", MA, "Nước cống tràn ở chợ, đi lại rất khó", 9,
          (("accept", 2), ("start", 4), ("fix", 30), ("read", 31), ("fair", 31.5)),
          FIX_DRAIN, "citizen-2"),
    Story("waste", NC, "Rác ba ngày chưa gom ở đầu ngõ, bốc mùi", 3, (("accept", 1.5),), "",
          "citizen"),
    Story("tree", YB, "Cây bàng gãy cành chắn nửa đường", 2,
          (("accept", 0.2), ("start", 0.4), ("fix", 3)), FIX_TREE),
    Story("power", YB, "Dây điện võng sát mái nhà sau trận gió", 1, (("accept", 0.3),)),
    Story("water", YB, "Nước máy đục từ sáng, cả tổ đều bị", 12,
          (("accept", 3), ("explain", 20), ("read", 22), ("dissatisfied", 22.5),
           ("reopen", 23)), "Do xả cặn đường ống định kỳ, nước trong lại sau hai giờ.",
          "citizen", extra="Đến hôm nay nước vẫn đục, nhờ kiểm tra lại."),
    Story("road", MA, "Đường liên thôn sạt một bên sau mưa", 15,
          (("accept", 4), ("schedule", 25)),
          "Đã cắm biển báo và đưa vào kế hoạch kè lại. Sẽ làm xong đúng ngày hẹn."),
    Story("traffic", YB, "Biển báo trường học bị cây che khuất", 1),
    Story("noise", YB, "Hát loa kéo sau 22 giờ gần như hằng đêm", 8,
          (("accept_hidden", 2), ("start", 3), ("explain", 28)),
          "Công an phường đã nhắc nhở, hộ gia đình cam kết tắt loa trước 22 giờ."),
    Story("urban-order", YB, "Bán hàng chiếm hết vỉa hè trước trường học", 5,
          (("accept_edited", 2),), picture=False,
          extra="Vỉa hè trước một trường học bị chiếm để bán hàng."),
    Story("telecom", CQ, "Cả bản mất sóng điện thoại từ hôm qua", 1, (), "", "citizen-2",
          picture=False),
    Story("building", NC, "Nhà bên xây móng làm nứt tường nhà tôi", 10,
          (("accept", 5), ("start", 8))),
    Story("education", YB, "Xin hỏi các khoản thu đầu năm của trường", 7,
          (("refuse", 6),), "Mời hỏi trực tiếp nhà trường theo số điện thoại trên bảng tin.",
          picture=False, extra="competent-elsewhere"),
    Story("road", YB, "Nắp cống vỡ ở giữa đường", 20,
          (("accept", 6), ("start", 12), ("fix", 60), ("read", 61), ("dissatisfied", 61.2)),
          FIX_ROAD),
    Story("street-light", MA, "Cả đoạn qua cầu tối om", 6, (("accept", 7.5),)),
    Story("waste", YB, "Bãi rác tự phát cạnh mương", 30,
          (("accept", 2), ("start", 10), ("fix", 34), ("read", 35), ("satisfied", 36)),
          FIX_WASTE),
    Story("flood", YB, "Hễ mưa là ngõ ngập nửa bánh xe", 2, (("accept", 1), ("reply", 5)),
          "Đã khảo sát, tuần này sẽ nạo vét hai hố ga đầu ngõ."),
    Story("security", YB, "Có người lạ hay rình nhà khi đi vắng", 1, (("accept_hidden", 1),),
          picture=False),
    Story("social-care", MA, "Bà cụ sống một mình chưa nhận trợ cấp tháng này", 3,
          (("accept_hidden", 3), ("explain", 12)),
          "Đã chi trả bù qua bưu điện xã, cán bộ đến tận nhà.", picture=False),
    Story("attitude", YB, "Nộp hồ sơ ba lần vẫn bị trả về không nói rõ thiếu gì", 4, (),
          "", "citizen", picture=False),
    Story("attitude", MA, "Tôi không đồng ý với quyết định xử phạt", 5, (("seal", 4),),
          picture=False),
    Story("health", NC, "Trạm y tế đóng cửa giờ hành chính", 6, (("accept_hidden", 2),),
          picture=False),
    Story("water", NC, "Vỡ ống nước đầu ngõ, chảy thành dòng", 3,
          (("accept", 0.5), ("start", 1), ("fix", 6)),
          "Đã thay đoạn ống vỡ, cấp nước lại lúc 15 giờ."),
    Story("road", CQ, "Cầu treo hỏng ba tấm ván", 7, (("accept", 3), ("start", 20)), "",
          "citizen-2"),
    Story("tree", NC, "Cây khô trước nhà văn hóa sắp đổ", 1),
    Story("power", MA, "Cột điện nghiêng sau khi xe tải va phải", 2,
          (("accept", 0.5), ("start", 1), ("fix", 3)),
          "Đã dựng lại cột và căng dây, cấp điện lúc 16 giờ."),
    Story("waste", MA, "Thùng rác công cộng vỡ nắp", 11, (("withdraw", 3),), "", "citizen-2"),
    Story("street-light", NC, "Bóng đèn nhấp nháy cả đêm", 5,
          (("accept", 1), ("schedule", 10)), "Đã đặt bóng thay thế, hẹn lắp trong tuần tới."),
    Story("traffic", MA, "Vạch sang đường trước trường mờ hết", 13,
          (("accept", 2), ("start", 20), ("fix", 48)), "Đã sơn lại vạch và thêm biển báo."),
    Story("street-light", YB, "Đèn ở ngõ nhà tôi chập chờn, lúc sáng lúc tắt", 3,
          (("assign", 0.2), ("accept", 0.5), ("ask", 3)), "", "citizen",
          extra="Ngõ dài, đề nghị cho biết đèn hỏng gần số nhà nào."),
    Story("road", YB, "Gờ giảm tốc quá cao, xe máy hay ngã", 18,
          (("assign", 0.5), ("accept", 2), ("schedule_past", 12)),
          "Sẽ bạt thấp gờ giảm tốc, hẹn xong trong tuần.", "citizen"),
    Story("building", YB, "Công trình để vật liệu chắn hết lối đi của ngõ", 12,
          (("accept", 3), ("start", 6), ("extend", 60)),
          extra="Chủ công trình xin thêm thời gian thuê kho, phường đã lập biên bản."),
    Story("traffic", YB, "Đèn tín hiệu ngã tư lệch giờ, tắc đường mỗi chiều", 1,
          (("give_back", 1),), picture=False),
    Story("tree", YB, "Cành cây đè lên dây điện trước nhà trẻ", 1,
          (("assign", 0.1), ("accept", 0.3), ("ask_support", 0.6)),
          extra="Nhờ đơn vị điện cắt điện đoạn này để cưa cành an toàn."),
    Story("flood", YB, "Nước ngập ở đoạn đường gần chợ sau mưa", 4,
          (("assign", 0.3), ("accept", 1), ("ask", 3), ("respond", 9)),
          "", "citizen", extra="Đề nghị cho biết đoạn nào, gần mốc nào."),
)  # fmt: skip
