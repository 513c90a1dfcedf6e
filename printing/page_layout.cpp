#include "printing/page_layout.h"

#include "printing/failures.h"

#include <span>

namespace koltamga::printing {
namespace {

using Rows = std::span<const Row>;

// The rows from the first on that must stand on one page.
Rows kept_together(Rows rows) {
    std::size_t count = 1;
    while (count < rows.size() && rows[count - 1].keep_with_next) {
        ++count;
    }
    return rows.first(count);
}

double height_of_all(Rows rows) {
    double height = -rows.front().before;
    for (const auto& row : rows) {
        height += row.before + row.height;
    }
    return height;
}

class Pages {
  public:
    explicit Pages(Rows all) : all_(all) {}

    Done add(Rows rows) {
        const double height = height_of_all(rows);
        const Row* head = rows.front().head ? &all_[*rows.front().head] : nullptr;
        const double with_head = height + (head == nullptr ? 0 : head->height);
        if (with_head > page_room) {
            return not_made("rows-higher-than-page " + std::to_string(static_cast<int>(height)));
        }
        if (used_ > 0 && used_ + rows.front().before + height > page_room) {
            begin_page(head);
        }
        for (const auto& row : rows) {
            place(row);
        }
        return {};
    }

    std::vector<Page> take() { return std::move(pages_); }

  private:
    void begin_page(const Row* head) {
        pages_.emplace_back();
        used_ = 0;
        if (head != nullptr) {
            place(*head);
        }
    }

    void place(const Row& row) {
        used_ += used_ > 0 ? row.before : 0;
        pages_.back().push_back({margin_top + used_, &row});
        used_ += row.height;
    }

    Rows all_;
    std::vector<Page> pages_ = std::vector<Page>(1);
    double used_ = 0;
};

} // namespace

Result<std::vector<Page>> paginate(const std::vector<Row>& rows) {
    Pages pages(rows);
    for (Rows left = rows; !left.empty();) {
        const Rows together = kept_together(left);
        KOLTAMGA_CHECK(pages.add(together));
        left = left.subspan(together.size());
    }
    return pages.take();
}

} // namespace koltamga::printing
