"""How the time grows with the text: ``python -m tests.bench_growth``.

One article of the project's own is set after itself 1, 10 and 100 times. Linear growth gives ratios of 10 and 100; the
time of one article is the median of several runs, so that the ratios do not hang on its noise.
"""

import statistics
import time

from boctach import analysis
from boctach.document import Document

TIMES = (1, 10, 100)
RUNS = {1: 15, 10: 5, 100: 1}
ARTICLE = """\
Sáng 21/7, tại Thành phố Hồ Chí Minh, ông Nguyễn Văn Bình, Phó Giám đốc Sở Ngoại vụ, cho biết trong 6 tháng đầu năm \
2023 thành phố đã ký hơn 20 thỏa thuận hợp tác với Nhật Bản, Hàn Quốc và Singapore.

Theo Nghị quyết số 98/2023/QH15 ngày 24/6/2023 của Quốc hội, giai đoạn 2023 - 2028 thành phố được thí điểm 44 cơ chế. \
Vốn đầu tư nước ngoài đạt 3,4 tỷ USD, tăng 15,5% so với cùng kỳ năm 2022; riêng quý II/2023 có 312 dự án mới trên \
diện tích 120 ha. Hiệp định CPTPP và EVFTA giúp kim ngạch tăng gấp 2 lần.

Từ ngày 1/9 đến hết ngày 31/12/2023, khoảng 2/3 doanh nghiệp trong khu công nghiệp sẽ được hỗ trợ từ 50 đến 80 triệu \
đồng, lãi suất 4-5%/năm. Mục tiêu đến năm 2030 là đón 10 triệu lượt khách.
"""


def seconds(copies: int, *, tagged: bool) -> float:
    """Median time of a whole extraction.

    Args:
        copies: How often the article is set after itself.
        tagged: Leave out the time that words and tags take.
    """
    text = "\n".join([ARTICLE] * copies)
    taken = []
    for _ in range(RUNS[copies]):
        document = Document(text)
        if tagged:
            _ = document.words
        begun = time.perf_counter()
        analysis.extract(document)
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def main() -> None:
    analysis.warm()
    print(f"{'':18}" + "".join(f"{copies:>9}x" for copies in TIMES) + "   ratios")
    for name, tagged in (("tagging excluded", True), ("tagging included", False)):
        taken = [seconds(copies, tagged=tagged) for copies in TIMES]
        ratios = ", ".join(f"{value / taken[0]:.1f}" for value in taken)
        print(f"{name:18}" + "".join(f"{value:9.3f}s" for value in taken) + f"   {ratios}")


if __name__ == "__main__":
    main()
