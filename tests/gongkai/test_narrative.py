"""What figures in prose measure, whose they are, of when, and what they belong to. Sentences written for this test."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.document.model import Block, Document
from gongkai.model import Mention, ReportHead, Scope, Section, SourceKind
from gongkai.narrative import read_prose


def document(text: str) -> Document:
    blocks, start = [], 0
    for line in text.split("\f"):
        blocks.append(Block(start=start, end=start + len(line), kind="paragraph"))
        start += len(line) + 1
    return Document(media_type="text/plain", text=text, blocks=tuple(blocks), grids=())


def head(issuer: str = "江岭市人民政府", level: str = "prefecture", scope: Scope = Scope.UNKNOWN) -> ReportHead:
    return ReportHead(
        issuer=issuer,
        issuer_id=None,
        issuer_level=level,
        report_year=2023,
        vintage=None,
        vintage_note=None,
        family=None,
        scope=scope,
        scope_words=None,
        title=None,
        source_kind=SourceKind.REPORT,
    )


def read(text: str, of: ReportHead | None = None, sections: tuple[Section, ...] = ()) -> list[Mention]:
    """The statistics in a text, in order; a form feed ends a paragraph."""
    mentions = read_prose(document(text), sections, of or head(), ())
    return [mention for mention in mentions if mention.is_statistic]


def by_surface(text: str, field: str, of: ReportHead | None = None) -> dict[str, object]:
    return {mention.surface: getattr(mention, field) for mention in read(text, of)}


def links(text: str, field: str) -> dict[str, str]:
    mentions = read(text)
    starts = {mention.start: mention.surface for mention in mentions}
    return {one.surface: starts[getattr(one, field)] for one in mentions if getattr(one, field) is not None}


INDICATORS = {
    "本年度新增政府信息公开申请321件。": ["foi_requests_received"],
    "发出收费通知12件，总金额450元，对9件申请收费，实际收取360元。": [
        "foi_fee_notices_issued",
        "foi_fee_notified_amount",
        "foi_fee_cases_collected",
        "foi_fee_collected_amount",
    ],
    "发出收费通知12件，其中9件已缴费，3件逾期未缴费。": ["foi_fee_notices_issued", "foi_fee_cases_collected", None],
    "全市共收到政府信息公开申请5,432件。": ["foi_requests_received"],
    "全年新收政府信息公开申请321件，上年结转12件，办结325件，结转下年度继续办理8件。": [
        "foi_requests_received",
        "foi_requests_carried_in",
        "foi_requests_closed",
        "foi_requests_carried_out",
    ],
    "其中，予以公开12件，部分公开3件，不予公开5件，无法提供9件，不予处理2件，其他处理4件。": [
        "foi_requests_granted",
        "foi_requests_partly_granted",
        "foi_requests_denied",
        "foi_requests_unable",
        "foi_requests_not_processed",
        "foi_requests_other_handling",
    ],
    "收到网络申请15件，信函申请3件，当面申请1件。": [
        "foi_requests_online",
        "foi_requests_by_letter",
        "foi_requests_in_person",
    ],
    "因政府信息公开引起行政复议2件、行政诉讼1件。": ["foi_reviews", "foi_lawsuits"],
    "政府信息公开行政复议12件，其中结果维持9件，结果纠正2件，尚未审结1件。": [
        "foi_reviews",
        "foi_reviews_upheld",
        "foi_reviews_corrected",
        "foi_reviews_pending",
    ],
    "发出信息处理费收费通知3件，总金额1,400元，实际收取300元。": [
        "foi_fee_notices_issued",
        "foi_fee_notified_amount",
        "foi_fee_collected_amount",
    ],
    "对3件政府信息公开申请收取了信息处理费600元。": ["foi_fee_cases_collected", "foi_fee_collected_amount"],
    "发出信息处理费收费通知8件，总金额1180元，实际收取5件，共计640元。": [
        "foi_fee_notices_issued",
        "foi_fee_notified_amount",
        "foi_fee_cases_collected",
        "foi_fee_collected_amount",
    ],
    "信息处理费发出收费通知4件，总金额1200元；实际收取2件，总金额500元。": [
        "foi_fee_notices_issued",
        "foi_fee_notified_amount",
        "foi_fee_cases_collected",
        "foi_fee_collected_amount",
    ],
    "发出信息处理费收费通知8件，总金额1180元，未实际收取5件，共计540元。": [
        "foi_fee_notices_issued",
        "foi_fee_notified_amount",
        None,
        None,
    ],
    "召开新闻发布会12场，发布政策解读材料86篇。": [
        "press_conferences_held",
        "policy_interpretation_articles_published",
    ],
    "组织召开3次政务公开工作会议，举办业务培训班。": ["meetings_held"],
    "12345热线受理群众诉求23.4万件，群众满意率98.6%。": [
        "hotline_12345_orders_accepted",
        "hotline_12345_satisfaction_rate",
    ],
    "制发行政规范性文件46件，废止21件。": ["normative_documents_issued", "normative_documents_repealed"],
    "编发政府公报12期，刊登政策文件98件，免费发放2.4万册。": [
        "gazette_issues_published",
        "gazette_policy_documents",
        "gazette_copies_distributed",
    ],
    "市政府门户网站共发布各类信息2.3万条。": ["proactive_items_website"],
    "“江岭发布”微信公众号粉丝数达56.7万人。": ["wechat_followers"],
    "个人、企业公共信用报告分别累计查询5.1万次、9.7万次。": [
        "credit_report_queries_individual",
        "credit_report_queries_enterprise",
    ],
}


@pytest.mark.parametrize(("text", "wanted"), INDICATORS.items())
def test_a_figure_gets_the_indicator_of_its_words(text: str, wanted: list[str]) -> None:
    assert [mention.indicator for mention in read(text)] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "行政服务中心共受理申请121510件。",
        "各乡镇主动公开政府信息856条。",
        "其他应主动公开的政府信息946条。",
        "共收到并办理政府信息公开申请1286件。",
        "通过邮寄、网络提交的申请共81件。",
        "因本机关不掌握无法提供265件。",
        "新增政府信息公开查阅点5个。",
        "政府公报刊登规章、政策解读83件。",
        "市政府部门主要负责人解读率达60%。",
        "办理行政复议案件15件。",
        "编印政府公报，每期发放5000册。",
        "发布数学信息12条，招生政策解读23篇。",
        "市场监管局公示行政处罚案件1,234件。",
        "共审查信息345条，其中不予公开类12条。",
        "分别召开市级、县级和乡级新闻发布会26场、112场。",
    ],
)
def test_where_the_words_do_not_make_it_certain_there_is_no_indicator(text: str) -> None:
    assert [mention.indicator for mention in read(text)] == [None] * len(read(text))
    assert read(text)


@pytest.mark.parametrize(
    ("text", "period", "flow"),
    [
        ("全年举办活动36场。", "year:2023", "flow"),
        ("2022年，举办活动36场。", "year:2022", "flow"),
        ("2023年3月，举办活动36场。", "month:2023-03", "flow"),
        ("第三季度举办活动36场。", "quarter:2023-Q3", "flow"),
        ("1-10月，举办活动36场。", "months:2023-01..2023-10", "flow"),
        ("截至2023年6月30日，共有服务点36个。", "as_of:2023-06-30", "stock"),
        ("目前共有服务点36个。", "as_of:2023-12-31", "stock"),
        ("累计服务群众36人次。", "cumulative_since:unknown..2023-12-31", "stock"),
        ("2023年，累计服务群众36人次。", "year:2023", "flow"),
        ("自2019年以来，服务群众36人次。", "cumulative_since:2019-01-01..2023-12-31", "stock"),
        ("好评率为98.6%。", "year:2023", "na"),
        ("改革前需跑动36次。", "as_of:pre_reform", "flow"),
        ("公开2023年预算、2022年决算，公开率100%。", "year:2023", "na"),
    ],
)
def test_a_figure_has_period_and_flow_or_stock(text: str, period: str, flow: str) -> None:
    assert [(mention.period, mention.flow_or_stock) for mention in read(text)] == [(period, flow)]


def test_before_and_after_are_told_apart() -> None:
    text = "审批事项由81项压减至50项，审批时间由20个工作日压缩至7个工作日。"
    assert by_surface(text, "period") == {
        "81项": "as_of:pre_reform",
        "50项": "as_of:2023-12-31",
        "20个工作日": "as_of:pre_reform",
        "7个工作日": "as_of:2023-12-31",
    }


@pytest.mark.parametrize(
    ("text", "of", "scope"),
    [
        ("举办活动36场。", head(), "全市"),
        ("市政府举办活动36场。", head(), "市政府"),
        ("依托市政府门户网站，举办活动36场。", head(), "全市"),
        ("贯彻市委、市政府部署，举办活动36场。", head(), "全市"),
        ("我市举办活动36场。", head(), "全市"),
        ("青山区举办活动36场。", head(), "青山区"),
        ("在示范区举办活动36场。", head(), "全市"),
        ("举办活动36场。", head("江岭市青山区人民政府", "county"), "全区"),
        ("县政府举办活动36场。", head("云台县人民政府", "county"), "县政府"),
        ("白石镇举办活动36场。", head("云台县人民政府", "county"), "白石镇"),
        ("有序推进。自然资源部门收到申请36件。", head("云台县人民政府", "county"), "自然资源部门"),
        ("有序推进。全县各部门收到申请36件。", head("云台县人民政府", "county"), "全县"),
        ("有序推进。全县行政部门收到申请36件。", head("云台县人民政府", "county"), "全县"),
        ("我局举办活动36场。", head("江岭市财政局", "department"), "本机关"),
        ("全系统举办活动36场。", head("江岭市财政局", "department"), "全系统"),
        ("举办活动36场。", head(scope=Scope.ORGAN), "本机关"),
        ("举办活动36场。", head(scope=Scope.OWN_LEVEL), "市政府"),
    ],
)
def test_a_figure_belongs_to_whom_the_sentence_names(text: str, of: ReportHead, scope: str) -> None:
    assert [mention.scope for mention in read(text, of)] == [scope]


def test_a_bracketed_breakdown_gives_each_part_its_body_and_its_whole() -> None:
    text = "共办理申请567件（市政府349件、青山区120件、白水县98件）。"
    assert by_surface(text, "scope") == {"567件": "全市", "349件": "市政府", "120件": "青山区", "98件": "白水县"}
    assert links(text, "part_of") == {"349件": "567件", "120件": "567件", "98件": "567件"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("共收到申请90件，其中网络申请60件、信函申请20件。举办培训3次。", {"60件": "90件", "20件": "90件"}),
        ("共收到申请90件。其中，网络申请60件。", {"60件": "90件"}),
        ("答复申请805件（含结转18件，另有72件顺延），举办培训3次。", {"18件": "805件"}),
        ("共发布信息348条，预算19条，决算224条，其他105条。", {"19条": "348条", "224条": "348条", "105条": "348条"}),
        ("共收到申请90件，举办培训60次。", {}),
        ("办理复议15件，其中甲类3件，维持2件，纠正1件。", {"3件": "15件", "2件": "3件", "1件": "3件"}),
        (
            "网站公开的425条信息中，甲类148条；乙类21条；丙类250条。",
            {"148条": "425条", "21条": "425条", "250条": "425条"},
        ),
        ("共收到申请90件，其中网络60件；举办培训3次；办理建议5件。", {"60件": "90件"}),
        (
            "共公布信息260条（其中甲类82条，乙类80条，丙类100条），举办培训3次。",
            {"82条": "260条", "80条": "260条", "100条": "260条"},
        ),
        (
            "共制作信息1873条，其中主动公开425条，依申请46条，不予公开1402。",
            {"425条": "1873条", "46条": "1873条", "1402": "1873条"},
        ),
        (
            "收取信息处理费2230元。其中，甲局1件，收取880元；乙局1件，收取1080元；丙镇1件，收取270元。",
            {"880元": "2230元", "1080元": "2230元", "270元": "2230元"},
        ),
        (
            "全市主动公开信息2122条。举办培训3次。\f主要类别有：甲类205条，乙类95条，丙类1161条，其他661条。",
            {"205条": "2122条", "95条": "2122条", "1161条": "2122条", "661条": "2122条"},
        ),
        (
            "收到申请80件，其中网络60件，占75%，信函20件，占25%。",
            {"60件": "80件", "75%": "80件", "20件": "80件", "25%": "80件"},
        ),
    ],
)
def test_parts_point_to_their_whole(text: str, wanted: dict[str, str]) -> None:
    assert links(text, "part_of") == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("收到政府信息公开申请543件，同比增长12.3%。", {"12.3%": "543件"}),
        ("收到政府信息公开申请543件、比增12.3%。", {"12.3%": "543件"}),
        ("收到政府信息公开申请543件，比上年增加20件。", {"20件": "543件"}),
        ("公开率89.8%，较上年提高2.1个百分点。", {"2.1个百分点": "89.8%"}),
        ("收到申请543件，满意率98%。", {}),
    ],
)
def test_growth_points_to_its_level(text: str, wanted: dict[str, str]) -> None:
    assert links(text, "growth_of") == wanted


def test_growth_is_of_this_year_and_the_figure_compared_with_of_the_last() -> None:
    text = "共发布信息4,321条，较去年同期的3,210条增长34.6%。收到申请12件，比上年增长20%。"
    assert by_surface(text, "period") == {
        "4,321条": "year:2023",
        "3,210条": "year:2022",
        "34.6%": "year:2023",
        "12件": "year:2023",
        "20%": "year:2023",
    }


def test_growth_on_the_year_before_is_an_indicator_of_its_own() -> None:
    text = "收到政府信息公开申请543件，同比增长12.3%。"
    assert by_surface(text, "indicator") == {"543件": "foi_requests_received", "12.3%": "foi_requests_received_yoy"}


def test_a_headline_points_to_the_figure_it_rounds() -> None:
    text = "举办新闻发布会近百场\f全年举办新闻发布会98场。"
    assert links(text, "duplicate_of") == {"近百场": "98场"}


def test_plans_for_the_next_year_are_aims_and_no_results() -> None:
    text = "全年举办培训3次。下一步，我市将举办培训5次。\f二是开设专区2个。"
    section = Section(name="problems", heading="五", start=0, end=len(text))
    kinds = {one.surface: one.kind for one in read_prose(document(text), (section,), head(), ()) if one.unit}
    assert kinds == {"3次": "statistic", "5次": "policy_target", "2个": "policy_target"}


@pytest.mark.parametrize(
    ("listed", "tied"),
    [
        ("当面申请12件、网络申请30件、信函申请9件", 3),  # 51 of 49: the slip must stay visible
        ("通过网络提交30件，邮寄25件，当面12件", 3),
        ("自然人申请40件、网络申请30件、信函申请9件", 1),  # of two sorts: they overlap
        ("当面申请12件、网络申请40件", 1),
    ],
)
def test_a_closed_list_of_one_sort_parts_its_whole_whatever_it_adds_up_to(listed: str, tied: int) -> None:
    assert len(links(f"全年共收到政府信息公开申请49件，其中{listed}。", "part_of")) == tied


def test_an_office_of_the_government_is_a_body_of_its_own() -> None:
    text = "2023年，区政府办公室新收政府信息公开申请12件，均已办结11件。全区新收49件。"
    of = head("石桥区人民政府", "county")
    assert by_surface(text, "scope", of) == {"12件": "区政府办公室", "11件": "区政府办公室", "49件": "全区"}


def test_all_bodies_together_are_the_whole() -> None:
    (one,) = read("2023年，全区各级行政机关新收到申请94件。", head("石桥区人民政府", "county"))
    assert (one.indicator, one.scope) == ("foi_requests_received", "全区")


def test_a_plan_ends_with_its_part_of_the_report() -> None:
    text = "2024年，我市将举办培训5次。六、其他需要报告的事项。举办活动3场。"
    assert [mention.surface for mention in read(text)] == ["3场"]


def test_tables_are_left_out_and_offsets_stay() -> None:
    text = "公开12件。行政许可 34件 行政处罚 56件。公开78件。"
    mentions = read_prose(document(text), (), head(), ((text.index("行"), text.index("公开78")),))
    assert [text[mention.start : mention.end] for mention in mentions] == ["12件", "78件"]


def test_a_mention_knows_its_sentence_and_section() -> None:
    text = "甲。公开12件。乙。"
    (mention,) = read(text, sections=(Section(name="overview", heading="一", start=0, end=len(text)),))
    assert (mention.section, text[mention.sentence_start : mention.sentence_end]) == ("overview", "公开12件。")


def indicators_in(part: str, text: str) -> list[str | None]:
    sections = (Section(name=part, heading="一", start=0, end=len(text)),)
    return [one.indicator for one in read(text, sections=sections)]


@pytest.mark.parametrize(
    ("part", "text", "expected"),
    [
        # What follows a semicolon is of disclosure where what stands before it is.
        (
            "overview",
            "因政府信息公开引起的行政复议案件7件，维持4件；行政诉讼案件3件，结果维持2件。",
            ["foi_reviews", "foi_reviews_upheld", "foi_lawsuits", "foi_lawsuits_upheld"],
        ),
        (
            "overview",
            "收到政府信息公开申请10件；因政府信息公开引起的行政复议案件5件，维持5件；行政诉讼2件；败诉0件。",
            ["foi_requests_received", "foi_reviews", "foi_reviews_upheld", "foi_lawsuits", "foi_lawsuits_corrected"],
        ),
        (
            "remedies",
            "2023年，本机关行政复议案件9件，其中维持8件；应诉行政诉讼案件4件，判决维持3件。",
            ["foi_reviews", "foi_reviews_upheld", "foi_lawsuits", "foi_lawsuits_upheld"],
        ),
        (
            "overview",
            "（二）依申请公开。收到申请10件。行政复议案件5件，维持4件。",
            ["foi_requests_received", "foi_reviews", "foi_reviews_upheld"],
        ),
        # Cases of all kinds, told in an overview, are not: neither they, nor how they ended.
        ("overview", "全年办理行政复议案件120件；维持80件，纠正12件。", [None, None, None]),
        ("overview", "举办发布会3次。办理行政复议案件120件。维持80件。", ["press_conferences_held", None, None]),
        ("overview", "政府信息公开行政复议5件。全年行政诉讼案件20件。", ["foi_reviews", None]),
        ("overview", "推进政务信息公开；办理行政复议案件120件，维持80件。", [None, None]),
        # Nor do requests that stand before them make them cases over disclosure.
        (
            "overview",
            "收到政府信息公开申请10件；行政复议案件95件，维持60件；行政诉讼21件。",
            ["foi_requests_received", None, None, None],
        ),
        (
            "overview",
            "受理政府信息公开申请38件，答复37件；审理行政复议案件210件，行政应诉案件54件。",
            ["foi_requests_received", "foi_requests_closed", None, None],
        ),
        (
            "overview",
            "收到依申请公开38件；行政复议案件88件，维持51件；行政诉讼案件17件，胜诉16件。",
            ["foi_requests_received", None, None, None, None],
        ),
        ("remedies", "应诉行政诉讼案件6件，均与信息公开无关。", [None]),
        # 审结 behind the name.
        ("remedies", "行政复议审结10件，行政诉讼审结3件。", ["foi_reviews_concluded", "foi_lawsuits_concluded"]),
        ("overview", "政府信息公开行政复议已审结10件。", ["foi_reviews_concluded"]),
        ("remedies", "行政复议未审结10件，尚未审结行政诉讼3件。", ["foi_reviews_pending", "foi_lawsuits_pending"]),
        # 尚未审结的 is said of each of a list.
        ("remedies", "尚未审结的复议3件、诉讼4件。", ["foi_reviews_pending", "foi_lawsuits_pending"]),
        ("remedies", "尚未审结的行政诉讼案件3件和行政复议案件4件。", ["foi_lawsuits_pending", "foi_reviews_pending"]),
        ("remedies", "上年尚未审结的行政复议3件、行政诉讼4件。", [None, None]),
        ("remedies", "尚未审结的复议3件，诉讼4件。", ["foi_reviews_pending", None]),
    ],
)
def test_cases_are_of_disclosure_and_pending_where_the_words_before_say_so(
    part: str, text: str, expected: list[str | None]
) -> None:
    assert indicators_in(part, text) == expected


@pytest.mark.parametrize(
    ("part", "text", "expected"),
    [
        # Who works for a website or was lent for something else is none of the staff for disclosure.
        ("overview", "县政府门户网站落实专职人员9名，承担信息审核。", [None]),
        ("overview", "县政府公报编辑室现有专职人员4名。", [None]),
        ("overview", "从各股室抽调专职人员6名组成普查小组。", [None]),
        ("overview", "县政府网站设信息公开专栏，落实信息公开专职人员2名。", ["foi_staff_fulltime"]),
        ("overview", "落实专职人员2名。", ["foi_staff_fulltime"]),
        # Letters are no replies.
        (
            "requests",
            "收到信息公开申请24件，告知作出更改补充3件。共出具补正告知书8份。",
            ["foi_requests_received", "foi_requests_supplement_asked", None],
        ),
        (
            "requests",
            "收到信息公开申请24件，因“危及‘三安全一稳定’”不予公开3件。",
            ["foi_requests_received", "foi_requests_denied_safety"],
        ),
    ],
)
def test_what_is_near_an_indicator_and_is_none(part: str, text: str, expected: list[str | None]) -> None:
    assert indicators_in(part, text) == expected


@given(st.text(alphabet="市区政府收到信息公开申请其中同比增长分别、，。；（）0123456789万件%条2023年\n", max_size=120))
def test_any_prose_is_read_with_values_within_bounds(text: str) -> None:
    for mention in read_prose(document(text), (), head(), ()):
        assert text[mention.start : mention.end] == mention.surface
        if mention.value is not None and mention.is_statistic:
            assert mention.lower is None or mention.lower <= mention.value
            assert mention.upper is None or mention.value <= mention.upper


@pytest.mark.parametrize("sentence", ["收到政府信息公开申请1件，", "其中3件、", "2023年公开1条；", "增长3%，"])
def test_the_time_grows_no_faster_than_the_text(sentence: str) -> None:
    def seconds(times: int) -> float:
        text = sentence * times
        start = time.process_time()
        read(text)
        return time.process_time() - start

    seconds(50)
    short = min(seconds(100) for _ in range(3))
    # Sixteen times the text: a quadratic pattern would take 256 times as long.
    assert min(seconds(1600) for _ in range(2)) < 80 * short + 0.2


def test_what_a_gap_says_changes_what_is_measured() -> None:
    assert [one.indicator for one in read("全市收到政府信息公开申请12件。")] == ["foi_requests_received"]
    for words in ("涉及土地征收的", "企业提出的", "自然资源领域", "针对旧村改造的"):
        assert [one.indicator for one in read(f"全市收到{words}政府信息公开申请12件。")] == [None], words


@given(st.text(alphabet="涉旧村改造领域校园疫情企教农水路税矿海", min_size=2, max_size=8))
def test_no_unknown_word_in_a_gap_passes_for_the_whole(words: str) -> None:
    assert [one.indicator for one in read(f"全市收到{words}政府信息公开申请12件。") if one.surface == "12件"] == [None]


def test_a_department_named_in_short_speaks_of_itself() -> None:
    of = head("东海市科学技术委员会", "department", Scope.ORGAN)
    own = read("市科委主动公开政府信息12条。", of)
    assert [(one.indicator, one.scope) for one in own] == [("proactive_items_published", "本机关")]
    assert [one.indicator for one in read("市教委主动公开政府信息12条。", of)] == [None]


def test_a_means_of_publishing_goes_on_until_another_is_named() -> None:
    text = "微信公众号“东海科创”粉丝1.2万，推送信息312条，总阅读量6万次；微博发布信息96条。"
    assert [one.indicator for one in read(text)] == ["wechat_followers", "wechat_posts", "wechat_reads", "weibo_posts"]


def test_amounts_are_exact() -> None:
    assert by_surface("投入经费0.1万元，收取0.30元。", "value") == {"0.1万元": Decimal(1000), "0.30元": Decimal("0.30")}


def test_a_fall_is_no_growth_whatever_its_words() -> None:
    text = "全市收到政府信息公开申请230件，同比{}4.2%。"
    for fall in ("下降", "减少", "降低", "回落", "下滑"):
        assert by_surface(text.format(fall), "indicator")["4.2%"] is None
    assert by_surface(text.format("增长"), "indicator")["4.2%"] == "foi_requests_received_yoy"


def test_bare_words_take_the_subject_of_sentence_heading_or_sentence_before() -> None:
    bare = "本年新收36件，办结35件。"
    wanted = ["foi_requests_received", "foi_requests_closed"]
    assert [one.indicator for one in read(f"（二）依申请公开。{bare}")] == wanted
    assert [one.indicator for one in read(f"依申请公开工作规范有序。\f{bare}")] == [None, None]
    assert [one.indicator for one in read(f"办理政府信息公开申请有序开展，{bare}")] == wanted
    assert [one.indicator for one in read(f"（三）群众留言办理。{bare}")] == [None, None]
    assert [one.indicator for one in read(f"“12345”热线工单办理有序，{bare}")] == [None, None]


@pytest.mark.parametrize(
    "text",
    [
        "另就重点工作举办新闻发布会14场。",
        "通过政务微博、微信公开信息26条。",
        "主动公开招生信息12条。",
        "因政府信息公开引发行政复议和行政诉讼合计27件。",
    ],
)
def test_a_subset_a_sum_or_another_kind_gets_no_indicator(text: str) -> None:
    assert [one.indicator for one in read(text)] == [None]


def test_the_figures_of_tiers_and_departments_are_theirs_and_do_not_leak() -> None:
    text = "全市收到信息公开申请100件，其中市本级60件、区县40件；办结98件。"
    text += "市财政局公开信息4条，市教育局、市民政局分别为3条、5条。"
    assert by_surface(text, "scope") == {
        "100件": "全市",
        "60件": "市政府",
        "40件": "区县",
        "98件": "全市",
        "4条": "市财政局",
        "3条": "市教育局",
        "5条": "市民政局",
    }


def test_what_stands_is_of_the_years_end_and_what_is_carried_in_of_its_beginning() -> None:
    periods = by_surface(
        "政务公开工作机构14个，专职人员9人；全年培训30人。收到信息公开申请8件，上年结转2件，结转下年度1件。", "period"
    )
    assert periods == {
        "14个": "as_of:2023-12-31",
        "9人": "as_of:2023-12-31",
        "30人": "year:2023",
        "8件": "year:2023",
        "2件": "as_of:2022-12-31",
        "1件": "as_of:2023-12-31",
    }


def test_a_year_that_requests_come_from_or_go_to_is_not_when_they_are_counted() -> None:
    text = "2023年，收到信息公开申请43件，2022年结转6件，结转2024年7件。"
    assert [(one.indicator, one.period) for one in read(text)] == [
        ("foi_requests_received", "year:2023"),
        ("foi_requests_carried_in", "as_of:2022-12-31"),
        ("foi_requests_carried_out", "as_of:2023-12-31"),
    ]


def test_what_is_compared_with_is_the_year_befores_wherever_it_stands() -> None:
    for text in (
        "与2022年的140件相比，2023年收到信息公开申请203件，增加63件，上升45%。",
        "收到信息公开申请203件，较2022年（140件）上升45%。",
    ):
        found = {one.surface: (one.indicator, one.period) for one in read(text)}
        assert found["140件"] == ("foi_requests_received", "year:2022"), text
        assert found["203件"] == ("foi_requests_received", "year:2023"), text
        assert found["45%"][0] == "foi_requests_received_yoy", text


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("政府信息公开行政复议48件，政府信息公开行政诉讼50件。", ["foi_reviews", "foi_lawsuits"]),
        ("因政府信息公开引起的行政复议48件，因政府信息公开引起的行政诉讼50件。", ["foi_reviews", "foi_lawsuits"]),
        (
            "全年办理行政复议48件，其中政府信息公开类5件。",
            [None, "foi_reviews"],
        ),  # of all matters, of which a part follows
    ],
)
def test_reviews_are_told_before_lawsuits_of_the_same_matter(text: str, codes: list[str | None]) -> None:
    assert [one.indicator for one in read(text)][: len(codes)] == codes


def test_a_list_of_years_tells_those_of_a_list_of_figures() -> None:
    text = "2021年、2022年和2023年分别收到信息公开申请28件、38件、42件，答复27件、37件、41件。"
    assert [(one.indicator, one.period) for one in read(text)] == [
        (code, f"year:{year}")
        for code in ("foi_requests_received", "foi_requests_closed")
        for year in (2021, 2022, 2023)
    ]
    text = "2022年收到信息公开申请38件、2023年收到42件。"
    assert [one.period for one in read(text)] == ["year:2022", "year:2023"]
    assert {one.period for one in read("2022年、2023年预算公开率分别为98%、99%、100%。")} == {"year:2023"}


@pytest.mark.parametrize(("text", "qualifier"), [("政府网站集约为312家。", "exact"), ("占比约为12%。", "about")])
def test_about_is_no_part_of_another_word(text: str, qualifier: str) -> None:
    assert [one.qualifier for one in read(text)] == [qualifier]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("因本机关不掌握相关政府信息无法提供18件", "foi_requests_unable_not_held"),
        ("因“本机关不掌握相关政府信息”无法提供18件", "foi_requests_unable_not_held"),
        ("因“没有现成信息需要另行制作”而无法提供2件", "foi_requests_unable_to_be_made"),
        ("因“补正后申请内容仍不明确”无法提供1件", "foi_requests_unable_unclear"),
        ("因“保护第三方合法权益”不予公开3件", "foi_requests_denied_third_party"),
        ("因法律法规禁止而不予公开2件", None),
        ("答复“不予公开”16件", "foi_requests_denied"),
        ("其余56件为不予公开、无法提供和其他处理", None),
        ("50件为予以公开、12件为部分公开", "foi_requests_granted"),
    ],
)
def test_the_reason_and_the_list_tell_which_outcome_it_is(text: str, wanted: str | None) -> None:
    assert read(f"收到政府信息公开申请120件，{text}。")[1].indicator == wanted


@pytest.mark.parametrize("text", ["服务时间延长2小时。", "平均延长3个月。"])
def test_what_else_is_longer_is_no_deadline(text: str) -> None:
    assert [one.kind for one in read(text)] == ["statistic"]


def test_a_number_cut_at_a_lines_end_is_whole_or_no_statistic() -> None:
    lines = {"公开信息12,3\n45条。": ["12345"], "占总数的39.8\n4%。": ["39.84"], "公开信息1,2\n3条。": []}
    assert {text: [str(one.value) for one in read(text)] for text in lines} == lines


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("收到行政复议12件、行政诉讼8件，同比分别下降20%、11.1%。", {"20%": "12件", "11.1%": "8件"}),
        ("网站访问量860万次、发布信息12000条，分别较上年增长12%和8%。", {"12%": "860万次", "8%": "12000条"}),
        ("举办培训6期，培训480人次，比上年分别增加2期、120人次。", {"2期": "6期", "120人次": "480人次"}),
        ("全年收到申请316件，办结310件，同比增长11.9%。", {"11.9%": "310件"}),
        ("发布解读材料126篇、图解40个、视频9个，同比分别增长12%、8%。", {}),
    ],
)
def test_growth_told_for_each_of_a_list_is_tied_to_the_one_at_its_place(text: str, levels: dict[str, str]) -> None:
    found = read(text)
    at = {one.start: one.surface for one in found}
    assert {one.surface: at[one.growth_of] for one in found if one.growth_of is not None} == levels


def test_last_years_figure_has_the_indicator_and_its_year_and_is_no_part() -> None:
    this, last, more = read("全年收到政府信息公开申请316件，较上年280件增加36件。")
    assert (last.indicator, last.period) == (this.indicator, f"year:{int((this.period or '')[5:]) - 1}")
    assert (last.part_of, more.part_of, more.indicator) == (None, None, None)


def test_brackets_between_a_level_and_last_years_figure_tell_of_the_level() -> None:
    text = "收到政府信息公开申请176件（其中网络98件，信函78件），较2022年的121件增长45.5%。"
    assert by_surface(text, "indicator")["121件"] == "foi_requests_received"
    assert by_surface(text, "period")["121件"] == "year:2022"
    assert links(text, "growth_of") == {"45.5%": "176件"}


def test_a_yearly_figure_that_rose_from_one_year_to_another_is_of_these_years() -> None:
    text = "县政府网站访问量从2022年的136万次增加到412万次。"
    assert by_surface(text, "period") == {"136万次": "year:2022", "412万次": "year:2023"}
    assert set(by_surface(text, "indicator").values()) == {"website_visits"}


def test_what_differs_from_body_to_body_is_no_total() -> None:
    assert by_surface("各县设立政府信息公开查阅点7至12个不等。", "indicator") == {"7至12个": None}


def test_the_year_that_opens_a_sentence_holds_after_its_semicolons() -> None:
    text = "2022年，收到政府信息公开申请45件；予以公开21件；今年办结50件。"
    assert by_surface(text, "period") == {"45件": "year:2022", "21件": "year:2022", "50件": "year:2023"}


def test_the_sum_of_what_the_year_saw_is_of_the_year() -> None:
    text = "全年组织政务公开业务培训3次，累计160余人次参加。"
    assert by_surface(text, "flow_or_stock") == {"3次": "flow", "160余人次": "flow"}


def test_a_total_after_its_kinds_takes_their_indicator() -> None:
    county, street, village, total = read("设立区级政府信息查阅点3个、街道查阅点11个、社区查阅点94个，合计108个。")
    assert total.indicator == "reading_points"
    assert {(one.indicator, one.part_of) for one in (county, street, village)} == {(None, total.start)}


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("上半年，组织活动3期；下半年，组织活动5期。", ["half:{year}-H1", "half:{year}-H2"]),
        ("上半年公开315条，下半年公开422条，全年合计737条。", ["half:{year}-H1", "half:{year}-H2", "year:{year}"]),
        ("今年以来，累计推送信息906条。", ["year:{year}"]),
    ],
)
def test_a_half_year_without_its_year_is_of_the_reports_year(text: str, periods: list[str]) -> None:
    (year,) = {(one.period or "")[5:9] for one in read("全年举办活动2场。")}
    assert [one.period for one in read(text)] == [period.format(year=year) for period in periods]


def test_a_total_told_again_before_its_classes_keeps_its_indicator() -> None:
    found = read("全区主动公开政府信息425条。在管委会网站主动公开的425条政府信息中，机构职能类148条、其他277条。")
    assert [one.indicator for one in found[:2]] == ["proactive_items_published"] * 2
    assert found[1].duplicate_of == found[0].start
    (alone,) = read("在管委会网站主动公开政府信息425条。")
    assert alone.indicator == "proactive_items_website"


def test_what_a_year_brought_is_not_the_running_total_that_its_words_are_mostly_of() -> None:
    text = "开放数据平台数据接口被调用200多万次。"
    assert by_surface(text, "indicator") == {"200多万次": "open_data_api_calls"}
    text = "开放数据平台数据接口全年被调用300万次。"
    assert by_surface(text, "indicator") == {"300万次": None}
    assert by_surface(text, "period") == {"300万次": "year:2023"}


def test_a_list_names_its_kinds_before_and_after_the_number() -> None:
    text = "全市收到政府信息公开申请20件，其中{}。"
    for said in ("以当面方式提出的4件", "4件为当面申请", "窗口递交4件", "当面申请占20%，为4件"):
        assert by_surface(text.format(said), "indicator")["4件"] == "foi_requests_in_person", said
    for said in ("涉及当面答复的4件", "当面咨询4件", "4件当面撤回申请", "网络、当面4件"):
        assert by_surface(text.format(said), "indicator")["4件"] is None, said


def test_a_remark_in_brackets_parts_no_number_from_its_words() -> None:
    text = "收到政府信息公开申请60件，不予处理12件、其他处理（含主动撤回）9件、予以公开（含部分公开）39件。"
    found = by_surface(text, "indicator")
    assert found["9件"] == "foi_requests_other_handling"
    assert found["39件"] is None


def test_growth_on_a_named_year_is_yearly_where_that_is_the_year_before() -> None:
    year = head("东海市人民政府", "prefecture", Scope.JURISDICTION).report_year
    assert year is not None
    for before, code in ((1, "foi_requests_received_yoy"), (3, None)):
        text = f"全市收到政府信息公开申请230件，较{year - before}年增长4.2%。"
        assert by_surface(text, "indicator")["4.2%"] == code


def test_a_part_told_again_without_its_whole_is_not_the_whole() -> None:
    text = "通过政府网站发布信息393件。政府网站全年发布信息2139条，其中动态1746条，政务信息393条。"
    assert [one.indicator for one in read(text)] == [None, "proactive_items_website", None, None]
