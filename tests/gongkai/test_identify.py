"""What a report says of itself: openings written for this test, and the gold of the real corpus."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest

from gongkai.document.model import Document
from gongkai.document.sniff import open_document
from gongkai.identify import identify, is_report
from gongkai.model import Problem, ReportHead, Scope, SourceKind, UnreadableSource
from gongkai.sections import find_sections
from tests.corpus import SHARED, needs_corpus

BODY = """
一、总体情况
{year}年，{who}按照要求做好公开工作，栏目按时维护，内容有人审核。
（一）主动公开。通过网站发布信息120条。
二、主动公开政府信息情况
第二十条第（一）项
三、收到和处理政府信息公开申请情况
{count}
四、政府信息公开行政复议、行政诉讼情况
无。
五、存在的主要问题及改进情况
人手偏少，下一步加强培训。
六、其他需要报告的事项
无。
"""


def document(text: str, title: str | None = None) -> Document:
    return Document(media_type="text/plain", text=text, blocks=(), grids=(), title=title)


def head(text: str, *, tables: bool = True, title: str | None = None) -> ReportHead:
    return identify(document(text, title), tables_present=tables)[0]


def problems(text: str) -> list[str]:
    return [p.code for p in identify(document(text), tables_present=True)[1]]


def report(opening: str, *, year: int = 2022, who: str = "我们", count: str = "全年收到申请3件。") -> str:
    return opening + BODY.format(year=year, who=who, count=count)


OPENINGS = [
    # title line, issuer, level, year
    ("广东省人民政府2021年政府信息公开工作年度报告", "广东省人民政府", "province", 2021),
    ("2020年内蒙古自治区人民政府信息公开工作年度报告", "内蒙古自治区人民政府", "province", 2020),
    ("内蒙古自治区2019年政府信息公开工作年度报告", "内蒙古自治区人民政府", "province", 2019),
    ("延边朝鲜族自治州人民政府2018年政府信息公开工作年度报告", "延边朝鲜族自治州人民政府", "prefecture", 2018),
    ("大兴安岭地区行政公署2016年政府信息公开工作年度报告", "大兴安岭地区行政公署", "prefecture", 2016),
    ("锡林郭勒盟行政公署2021年政府信息公开工作年度报告", "锡林郭勒盟行政公署", "prefecture", 2021),
    ("阿鲁科尔沁旗人民政府2022年政府信息公开工作年度报告", "阿鲁科尔沁旗人民政府", "county", 2022),
    ("莫力达瓦达斡尔族自治旗2020年政府信息公开工作年度报告", "莫力达瓦达斡尔族自治旗人民政府", "county", 2020),
    ("恭城瑶族自治县人民政府2023年政府信息公开工作年度报告", "恭城瑶族自治县人民政府", "county", 2023),
    ("上海市浦东新区人民政府2021年政府信息公开工作年度报告", "上海市浦东新区人民政府", "county", 2021),
    ("浦东新区2013年政府信息公开工作年度报告", "上海市浦东新区人民政府", "county", 2013),
    ("重庆市渝中区人民政府2022年政府信息公开工作年度报告", "重庆市渝中区人民政府", "county", 2022),
    ("昆山市2022年政府信息公开工作年度报告", "昆山市人民政府", "county", 2022),
    ("江苏省昆山市人民政府2022年度政府信息公开工作报告", "昆山市人民政府", "county", 2022),
    ("神农架林区人民政府2021年政府信息公开工作年度报告", "神农架林区人民政府", "county", 2021),
    ("东莞市人民政府2024年政府信息公开工作年度报告", "东莞市人民政府", "prefecture", 2024),
    ("苏州工业园区管理委员会2023年政府信息公开工作年度报告", "苏州工业园区管理委员会", "special_zone", 2023),
    ("昆山经济技术开发区管理委员会2023年政府信息公开年度报告", "昆山经济技术开发区管理委员会", "special_zone", 2023),
    (
        "云岭高新技术产业开发区管委会2021年政府信息公开工作年度报告",
        "云岭高新技术产业开发区管委会",
        "special_zone",
        2021,
    ),
    ("云岭市青石区人民政府2020年政府信息公开工作年度报告", "云岭市青石区人民政府", "county", 2020),
    ("云岭市2020年政府信息公开工作年度报告", "云岭市人民政府", "prefecture", 2020),
    ("南京市秦淮区夫子庙街道办事处2023年政府信息公开工作年度报告", "南京市秦淮区夫子庙街道办事处", "township", 2023),
    ("昆山市白水镇人民政府2017年政府信息公开工作年度报告", "昆山市白水镇人民政府", "township", 2017),
    ("白水乡人民政府2016年政府信息公开工作年度报告", "白水乡人民政府", "township", 2016),
    ("2022年度南京市民政局政府信息公开工作年度报告", "南京市民政局", "department", 2022),
    ("南京市民政局关于2021年政府信息公开工作情况的报告", "南京市民政局", "department", 2021),
    ("南京市民政局2016年政府信息公开工作年度报告", "南京市民政局", "department", 2016),
    ("南京市民政局政府信息公开工作年度报告（2018年度）", "南京市民政局", "department", 2018),
    ("南京市民政局政府信息公开工作2018年度报告", "南京市民政局", "department", 2018),
    ("南京市民政局 2015 年政府信息公开年报", "南京市民政局", "department", 2015),
    ("南京市民政局二○一六年政府信息公开工作年度报告", "南京市民政局", "department", 2016),
    ("南京市民政局二〇二〇年度信息公开工作总结", "南京市民政局", "department", 2020),
    ("关于南京市民政局2014年度政府信息公开工作的报告", "南京市民政局", "department", 2014),
    (
        "南京市民政局政务公开2021年工作年度报告\n2021年南京市民政局政府信息公开工作年度报告",
        "南京市民政局",
        "department",
        2021,
    ),
    ("2023 年上海市教委政府信息公开工作\n年度报告", "上海市教育委员会", "department", 2023),
    ("上海市\n经济和信息化委员会\n2020年政府信息公开工作年度报告", "上海市经济和信息化委员会", "department", 2020),
    ("南 京 市 民 政 局\n2019年政府信息公开工作年度报告", "南京市民政局", "department", 2019),
    ("- 1 -\n江宁区人民政府\n2023 年政府信息公开工作年度报告", "南京市江宁区人民政府", "county", 2023),
    ("江宁区人民政府办公室2023年政府信息公开工作年度报告", "南京市江宁区人民政府办公室", "department", 2023),
    ("江苏省人民政府办公厅2021年政府信息公开工作年度报告", "江苏省人民政府办公厅", "department", 2021),
    ("福建省发改委2017年政府信息公开工作年度报告", "福建省发展和改革委员会", "department", 2017),
    ("国家统计局2021年政府信息公开工作年度报告", "国家统计局", "state", 2021),
    ("国家发展改革委2019年政府信息公开工作年度报告", "国家发展和改革委员会", "state", 2019),
    ("国家税务总局南京市税务局2022年政府信息公开工作年度报告", "国家税务总局南京市税务局", "department", 2022),
    ("国家统计局江苏调查总队2022年政府信息公开工作年度报告", "国家统计局江苏调查总队", "department", 2022),
    ("云岭大学2019-2020学年信息公开工作年度报告\n云岭大学2020年信息公开工作年度报告", "云岭大学", "department", 2020),
    (
        "首页 > 政务公开 > 年度报告 > 江宁区\n南京市江宁区2018年政府信息公开工作年度报告",
        "南京市江宁区人民政府",
        "county",
        2018,
    ),
    (
        "当前位置：首页政务公开政府信息公开年报 江宁区2018年政府信息公开工作年度报告",
        "南京市江宁区人民政府",
        "county",
        2018,
    ),
    (
        "南京市民政局门户网站 信息公开年报\n标题：南京市民政局2019年政府信息公开工作年度报告",
        "南京市民政局",
        "department",
        2019,
    ),
    ("南京市人民政府办公厅关于印发南京市2012年政府信息公开工作年度报告的通知", "南京市人民政府", "prefecture", 2012),
    ("现公布南京市人民政府2012年政府信息公开工作年度报告。", "南京市人民政府", "prefecture", 2012),
    ("深圳市公安局南山分局2023年政府信息公开工作年度报告", "深圳市公安局南山分局", "department", 2023),
    ("南京市市场监管局2023年政府信息公开工作年度报告", "南京市市场监督管理局", "department", 2023),
    ("南京市城市管理局2023年政府信息公开工作年度报告", "南京市城市管理局", "department", 2023),
    ("江宁区市场监督管理局2023年政府信息公开工作年度报告", "南京市江宁区市场监督管理局", "department", 2023),
    (
        "无锡市新吴区人民政府旺庄街道办事处2022年政府信息公开工作年度报告",
        "无锡市新吴区旺庄街道办事处",
        "township",
        2022,
    ),
    ("黄石市西塞山区人民政府2020年政府信息公开工作年度报告", "黄石市西塞山区人民政府", "county", 2020),
    ("兵团第一师阿拉尔市2020年政府信息公开工作年度报告", "阿拉尔市人民政府", "county", 2020),
    ("（2022年）南京市民政局政府信息公开工作年度报告", "南京市民政局", "department", 2022),
    ("南京市民政局2022年度法治工作\n南京市民政局2022年政府信息公开年度工作报告", "南京市民政局", "department", 2022),
    ("２０２２年南京市民政局政府信息公开工作年度报告", "南京市民政局", "department", 2022),
    ("中国人民银行南京分行2016年政府信息公开工作年度报告", "中国人民银行南京分行", "department", 2016),
    ("2022年政府信息公开工作年度报告（南京市民政局）", "南京市民政局", "department", 2022),
    ("南京市民政局关于报送2021年度政府信息公开工作年度报告的报告", "南京市民政局", "department", 2021),
    ("南京市民政局2021年度政府信息公开工作情况年度报告", "南京市民政局", "department", 2021),
    ("南京2021年政府信息公开工作年度报告", "南京市人民政府", "prefecture", 2021),
    ("本溪市2021年政府信息公开工作年度报告", "本溪市人民政府", "prefecture", 2021),
    ("广州海关2021年政府信息公开工作年度报告", "广州海关", "department", 2021),
]


@pytest.mark.parametrize(("opening", "issuer", "level", "year"), OPENINGS, ids=[o[0][:40] for o in OPENINGS])
def test_a_title_tells_issuer_level_and_year(opening: str, issuer: str, level: str, year: int) -> None:
    told = head(report(opening, year=year))
    assert (told.issuer, told.issuer_level, told.report_year) == (issuer, level, year)
    assert told.issuer_id


INTRODUCTIONS = [
    (
        "本报告由南京市江宁区人民政府办公室根据规定编制，统计期限自2023年1月1日起至12月31日止。",
        "全区",
        "南京市江宁区人民政府",
    ),
    ("根据条例要求，现公布南京市民政局2022年度政府信息公开年度报告。", "我局", "南京市民政局"),
    ("2022年政府信息公开工作年度报告\n如有疑问，请与南京市民政局办公室联系。", "我局", "南京市民政局"),
    ("2022年政府信息公开工作年度报告\n信息来源：南京市民政局\n", "我局", "南京市民政局"),
    ("2022年政府信息公开工作年度报告\n", "南京市民政局", "南京市民政局"),
]


@pytest.mark.parametrize(("opening", "who", "issuer"), INTRODUCTIONS)
def test_without_a_name_in_the_title_the_introduction_tells_the_issuer(opening: str, who: str, issuer: str) -> None:
    told, found = identify(document(report(opening, who=who, count=f"{who}共收到申请3件。")), tables_present=True)
    assert told.issuer == issuer
    assert "issuer_missing" not in [p.code for p in found]


def test_a_signature_tells_the_issuer_and_is_no_publication_date() -> None:
    told = head(report("2022年政府信息公开工作年度报告") + "\n南京市民政局\n2023年1月18日\n")
    assert told.issuer == "南京市民政局"
    assert told.published_on is None


def test_a_text_that_names_nobody_has_no_issuer_but_a_problem() -> None:
    text = report("2022年政府信息公开工作年度报告")
    assert head(text).issuer is None
    assert "issuer_missing" in problems(text)


def test_places_of_one_name_are_told_apart_by_what_the_text_names_beside_them() -> None:
    opening = "鼓楼区人民政府2022年政府信息公开工作年度报告\n地址：{city}鼓楼区一号"
    assert head(report(opening.format(city="徐州市"))).issuer == "徐州市鼓楼区人民政府"
    assert head(report(opening.format(city="福州市"))).issuer == "福州市鼓楼区人民政府"


def test_a_shared_name_without_context_is_a_problem_that_names_the_candidates() -> None:
    text = report("鼓楼区人民政府2022年政府信息公开工作年度报告")
    told, found = identify(document(text), tables_present=True)
    (problem,) = [p for p in found if p.code == "issuer_ambiguous"]
    assert "徐州市鼓楼区人民政府" in problem.candidates
    assert told.issuer_id and told.issuer_id.startswith("x-")


def test_an_unknown_place_gets_the_same_identifier_every_time_and_a_problem() -> None:
    text = report("云岭市青石区人民政府2020年政府信息公开工作年度报告")
    later = report("2021年云岭市青石区人民政府政府信息公开工作年度报告", year=2021)
    assert head(text).issuer_id == head(later).issuer_id
    assert "issuer_unknown" in problems(text)


FOOT = "\n上一篇：南京市民政局2019年政府信息公开工作年度报告\n下一篇：南京市教育局2021年政府信息公开工作年度报告\n"


def test_links_to_other_reports_name_neither_issuer_nor_year() -> None:
    told = head(report("2022年政府信息公开工作年度报告\n信息来源：南京市财政局") + FOOT)
    assert (told.issuer, told.report_year) == ("南京市财政局", 2022)


def test_a_list_of_other_years_beside_the_report_does_not_make_its_year() -> None:
    listed = "\n".join(f"南京市民政局{year}年政府信息公开工作年度报告" for year in (2023, 2022, 2021, 2020, 2019))
    text = report(f"{listed}\n南京市民政局2019年政府信息公开工作年度报告", year=2019)
    assert head(text).report_year == 2019
    period = "\n统计期限为2020年1月1日至12月31日。"
    assert head(report(listed + period, year=2020)).report_year == 2020


def test_a_department_named_without_its_place_gets_the_place_that_the_text_names() -> None:
    text = report("市教育局2022年政府信息公开工作年度报告\n地址：南京市北京东路，南京市人民政府网站可下载。")
    told, found = identify(document(text), tables_present=True)
    assert told.issuer == "南京市教育局"
    assert "issuer_inferred" in [p.code for p in found]


def test_a_notice_cited_in_the_introduction_is_no_notice() -> None:
    opening = (
        "根据《国务院办公厅政府信息与政务公开办公室关于政府信息公开工作年度报告有关事项的通知》\n"
        "（国办公开办函〔2019〕60号）要求，请各位读者指正。现公布南京市民政局2022年政府信息公开工作年度报告。"
    )
    assert head(report(opening)).issuer == "南京市民政局"


@pytest.mark.parametrize(
    "piece", ["2022年", "政府信息公开", "南京市", "关于", "全市各级", "（", "报告", "20", "南京市2022年信息"]
)
def test_hostile_text_is_screened_in_linear_time(piece: str) -> None:
    hostile = document(report("南京市民政局2022年政府信息公开工作年度报告\n") + piece * (200_000 // len(piece)))
    begin = time.process_time()
    identify(hostile, tables_present=True)
    assert time.process_time() - begin < 2


PERIODS = [
    ("统计期限自2022年1月1日起至2022年12月31日止", "2022-01-01", "2022-12-31"),
    ("统计期限为2022年1月1日至12月31日", "2022-01-01", "2022-12-31"),
    ("统计时段 2022 年 1 月 1 日\n—12 月 31 日", "2022-01-01", "2022-12-31"),
    ("统计期限为201711日至20171231日", "2017-01-01", "2017-12-31"),
    ("统计期限为二○一六年一月一日至十二月三十一日", "2016-01-01", "2016-12-31"),
    ("数据统计期限自2008年5月1日至2008年12月31日", "2008-05-01", "2008-12-31"),
    ("统计期限从2022.01.01至2022.12.31", "2022-01-01", "2022-12-31"),
]


@pytest.mark.parametrize(("words", "start", "end"), PERIODS)
def test_the_statistical_period_tells_the_year(words: str, start: str, end: str) -> None:
    told = head(report(f"南京市民政局政府信息公开工作年度报告\n本报告所列数据的{words}。", year=int(end[:4])))
    assert (told.period_start, told.period_end, told.report_year) == (start, end, int(end[:4]))


MISLEADING = [
    "更正日期：2025-03-01\n南京市民政局2022年政府信息公开工作年度报告",
    "发布时间：2023-01-20 09:00\n南京市民政局2022年政府信息公开工作年度报告",
    "南京市民政局2022年政府信息公开工作年度报告\n根据国办公开办函〔2021〕30号和2019年修订的条例编制。",
    "索引号：20230130-0001 发布日期：2023年1月30日\n2022年南京市民政局政府信息公开工作年度报告",
    "南京市民政局2022年政府信息公开工作年度报告（2024年更正）",
]


@pytest.mark.parametrize("opening", MISLEADING)
def test_dates_of_publication_correction_and_law_do_not_make_the_year(opening: str) -> None:
    assert head(report(opening)).report_year == 2022


def test_title_and_period_that_disagree_are_a_problem_that_names_both() -> None:
    text = report("南京市民政局2022年政府信息公开工作年度报告\n统计期限自2021年1月1日起至2021年12月31日止。")
    told, found = identify(document(text), tables_present=True)
    (problem,) = [p for p in found if p.code == "report_year_conflict"]
    assert told.report_year == 2022
    assert (problem.found, problem.expected) == ("2022", "2021")


PUBLISHED = [
    ("发布时间: 2023-01-20 09:00", "2023-01-20"),
    ("发布日期：2023年1月20日", "2023-01-20"),
    ("时间：2023/1/20", "2023-01-20"),
    ("成文日期：2023-01-18 发布日期：2023-01-20", "2023-01-20"),
    ("来源：南京市民政局 2023-01-20 10:11 浏览次数：35", "2023-01-20"),
    ("更新时间：2024-05-06", None),
    ("更新时间：2024-05-06 来源：南京市民政局", None),
    ("发布日期：2023-13-40", None),
]


@pytest.mark.parametrize(("words", "date"), PUBLISHED)
def test_the_publication_date_is_the_one_that_is_called_so(words: str, date: str | None) -> None:
    assert head(report(f"{words}\n南京市民政局2022年政府信息公开工作年度报告")).published_on == date


SCOPES = [
    ("南京市人民政府", "2022年全市共收到政府信息公开申请30件。", Scope.JURISDICTION),
    ("南京市人民政府", "全市各级行政机关共受理政府信息公开申请30件。", Scope.JURISDICTION),
    ("南京市江宁区人民政府", "我区全年未收到政府信息公开申请。", Scope.JURISDICTION),
    ("南京市人民政府", "本市各级行政机关共新收政府信息公开申请30件。", Scope.JURISDICTION),
    ("南京市人民政府", "2022年，全市主动公开信息共120条。", Scope.JURISDICTION),
    ("南京市人民政府", "统计口径为全市各区和市政府各部门。", Scope.JURISDICTION),
    ("南京市人民政府", "市政府共收到政府信息公开申请30件。", Scope.UNKNOWN),
    ("南京市人民政府", "市本级收到政府信息公开申请30件。", Scope.OWN_LEVEL),
    ("南京市人民政府", "市政府办公厅代表市政府受理申请30件。", Scope.UNKNOWN),
    ("南京市人民政府", "收到申请30件。", Scope.UNKNOWN),
    ("南京市民政局", "我局收到申请30件。", Scope.ORGAN),
    ("南京市公安局", "全市公安机关共收到政府信息公开申请30件。", Scope.JURISDICTION),
    ("南京市人民政府办公厅", "市政府办公厅代表市政府受理申请30件。", Scope.ORGAN),
    ("昆山市白水镇人民政府", "我镇收到申请3件。", Scope.ORGAN),
]


@pytest.mark.parametrize(("issuer", "words", "scope"), SCOPES)
def test_the_words_beside_the_applications_tell_whose_they_are(issuer: str, words: str, scope: Scope) -> None:
    told = head(report(f"{issuer}2022年政府信息公开工作年度报告", count=words))
    assert told.scope == scope
    if told.scope_words:
        assert told.scope_words in words


def test_a_report_without_its_tables_is_told_from_one_with_them() -> None:
    text = report("南京市民政局2022年政府信息公开工作年度报告")
    assert head(text).source_kind == SourceKind.REPORT
    assert head(text, tables=False).source_kind == SourceKind.REPORT_TABLES_MISSING


def test_a_report_of_the_first_years_needs_no_tables() -> None:
    text = report("南京市民政局2010年政府信息公开工作年度报告", year=2010)
    assert head(text, tables=False).source_kind == SourceKind.REPORT


NEWS = (
    "5月6日，南京市政府发布2018年政府信息公开工作年度报告，其中汇总了全市各区、各部门的数字。\n"
    "报告指出，去年全市公开信息12万条，举办新闻发布会255次。记者了解到，栏目还将改版。\n"
)


OTHER_NEWS = (
    "近日，南京市政府办公厅发布了《南京市2021年政府信息公开工作年度报告》，对全年工作作了总结。\n"
    "去年全市主动公开信息12万条，收到申请3500件，其中网上申请占八成。相关负责人表示，今年还要做得更细。\n"
)


def test_news_that_quotes_the_title_is_news() -> None:
    told = head(OTHER_NEWS, tables=False)
    assert (told.source_kind, told.issuer, told.report_year) == (SourceKind.NEWS, "南京市人民政府", 2021)


def test_news_about_a_report_is_news_and_its_issuer_is_the_government_whose_report_it_is() -> None:
    told = head(NEWS, tables=False)
    assert told.source_kind == SourceKind.NEWS
    assert (told.issuer, told.report_year) == ("南京市人民政府", 2018)


REFUSED = [
    ("", "empty_file"),
    ("   \n ", "empty_file"),
    ("请启用 JavaScript 后访问本站", "not_a_report"),
    ("403 Forbidden", "not_a_report"),
    ("今天上午，市里举行植树活动，两千名志愿者参加，种下树苗5000株。" * 8, "not_a_report"),
    ("\n".join(f"南京市民政局{y}年政府信息公开工作年度报告 {y + 1}-01-20" for y in range(2008, 2024)), "not_a_report"),
    (
        "关于做好2022年政府信息公开工作年度报告编制发布工作的通知\n各区人民政府：请于1月31日前报送。"
        + "格式见附件。" * 30,
        "not_a_report",
    ),
    ("南京市召开政务公开工作会议，部署全年任务，强调抓好政务公开。" * 8, "not_a_report"),
]


@pytest.mark.parametrize(("text", "code"), REFUSED, ids=[r[0][:12] or "empty" for r in REFUSED])
def test_what_is_no_report_is_refused_with_one_line_that_says_why(text: str, code: str) -> None:
    with pytest.raises(UnreadableSource) as refusal:
        is_report(document(text), find_sections(document(text)))
    assert refusal.value.code == code
    assert "expected" in refusal.value.message
    assert "\n" not in refusal.value.message


def test_a_short_prose_report_of_a_town_is_a_report() -> None:
    text = (
        "白水镇2016年政府信息公开工作年度报告\n2016年，我镇在县政府领导下做好信息公开工作。全年公开信息86条，"
        "其中网站公开40条，公开栏公开46条。全年没有收到政府信息公开申请，没有发生行政复议和诉讼。人员还不够专业，明年加强学习。"
        "白水镇人民政府将继续做好这项工作，方便群众办事，接受群众监督，让公开成为习惯，不断提高服务水平。\n"
    )
    told = head(text, tables=False)
    assert (told.issuer, told.report_year, told.issuer_level) == ("白水镇人民政府", 2016, "township")


def test_breadcrumbs_do_not_make_a_short_report_news() -> None:
    text = (
        "首页 信息公开 公开发布 2016年政府信息公开年报\n白水镇2016年政府信息公开工作年度报告\n"
        "2016年，我镇全年公开信息86条，"
        "没有收到政府信息公开申请，没有发生行政复议和诉讼。人员还不够专业，明年加强学习，让公开成为习惯。\n"
    )
    told = head(text, tables=False)
    assert (told.source_kind, told.issuer) == (SourceKind.REPORT_TABLES_MISSING, "白水镇人民政府")


def test_the_title_in_the_markup_is_used_where_the_text_has_none() -> None:
    text = report("")
    told = head(text, title="南京市民政局2022年政府信息公开工作年度报告_南京市人民政府网站")
    assert told.issuer == "南京市民政局"
    assert told.title == "南京市民政局2022年政府信息公开工作年度报告"


# --- the real corpus ---------------------------------------------------------------------------------------------


def lines_of(path: Path) -> Document:
    return open_document(path.read_bytes())


def gold() -> list[dict[str, str]]:
    assert SHARED is not None
    with (SHARED / "reports/real/gold/reports.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.corpus
@needs_corpus
def test_every_real_report_is_told_as_in_the_gold() -> None:
    assert SHARED is not None
    wrong = []
    for row in gold():
        told, _ = identify(lines_of(SHARED / "reports/real" / row["file"]), tables_present=True)
        # The one anonymised report names a place alone; an issuer is a body.
        issuer = row["issuer_zh"] + ("人民政府" if row["issuer_zh"].endswith("市") else "")
        wrong += [
            (row["file"], field, found, expected)
            for field, found, expected in (
                ("issuer", told.issuer, issuer),
                ("year", str(told.report_year), row["report_year"]),
                ("scope", told.scope.value, row["scope"]),
                ("title", told.title or "", row["title"]),
                ("published", told.published_on or "", row["published_date"]),
            )
            if found != expected
        ]
    print(f"identify: {len(gold()) * 5 - len(wrong)} of {len(gold()) * 5} fields as in the gold")
    assert wrong == []


@pytest.mark.corpus
@needs_corpus
def test_the_two_seeds_are_news_about_shenzhen_2018_and_shenzhen_2022_without_its_tables() -> None:
    assert SHARED is not None
    told = {}
    for path in (SHARED / "reports/seeds").glob("*.txt"):
        seed, _ = identify(lines_of(path), tables_present=False)
        told[seed.report_year] = (seed.issuer, seed.source_kind, seed.scope)
    assert told == {
        2018: ("深圳市人民政府", SourceKind.NEWS, Scope.JURISDICTION),
        2022: ("深圳市人民政府", SourceKind.REPORT_TABLES_MISSING, Scope.JURISDICTION),
    }


def test_problems_carry_codes_in_one_style() -> None:
    found: tuple[Problem, ...] = identify(
        document(report("鼓楼区2022年政府信息公开工作年度报告")), tables_present=True
    )[1]
    assert all(p.code.replace("_", "").isalpha() and p.message for p in found)
