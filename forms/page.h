// A page of the window: a title, what stands under it, and the one suggested action, bottom right,
// on Enter.
//
// Owned by the window, which makes a new one for each place and each language. The window's thread.
#pragma once

#include "forms/failure_panel.h"
#include "forms/look.h"
#include "forms/surroundings.h"

#include <wx/panel.h>
#include <wx/scrolwin.h>

#include <functional>
#include <memory>

namespace koltamga::forms {

class Page : public wxPanel {
  public:
    Page(wxWindow* parent, Surroundings& around);

    // Draws what stands now.
    virtual void refresh() = 0;
    // Where the keys go when the page opens.
    virtual wxWindow* first() { return suggested_action_; }
    // Alt+Left.
    virtual void back() { around_.go_to(Place::start); }
    virtual wxString help() const;
    // Enter, from a control that would keep it to itself.
    void take_suggested();

  protected:
    Language language() const { return around_.language(); }
    wxString words(Word word) const { return say(word, language()); }
    desk::Workplace& workplace() { return *around_.workplace(); }

    // For answers of the station: they are told only while the page is here.
    template <class T>
    desk::Then<T> while_here(std::function<void(const Result<T>&)> then) {
        return [here = std::weak_ptr(here_), then = std::move(then)](const Result<T>& result) {
            if (!here.expired()) {
                then(result);
            }
        };
    }

    // The parts, top to bottom.
    void say_title(const wxString& text);
    wxSizer& content() { return *content_; }
    wxWindow* inside() { return scrolled_; }
    void add(wxWindow* control, int gap = small_gap);
    void add(wxSizer* row, int gap = small_gap);
    void show_failure(const std::optional<Failure>& failure);
    // The line above the buttons: what is awaited.
    void show_waiting(const wxString& text);
    wxButton* suggest_action(const wxString& text, std::function<void()> act);
    wxButton* back_action(const wxString& text);
    wxButton* more_action(const wxString& text, std::function<void()> act);
    // After everything stands.
    void arrange();
    // Of the column in which sentences are set (px).
    int column() const;

    Surroundings& around_;

  private:
    wxScrolledWindow* scrolled_;
    wxBoxSizer* content_;
    FailurePanel* failure_;
    wxStaticText* waiting_;
    wxBoxSizer *left_, *right_;
    wxButton* suggested_action_ = nullptr;
    std::function<void()> suggested_act_;
    std::shared_ptr<bool> here_ = std::make_shared<bool>(true);
};

} // namespace koltamga::forms
