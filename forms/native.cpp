#include "forms/native.h"

#include "base/bytes.h"

#include <gtk/gtk.h>

namespace koltamga::forms {
namespace {

// wx wraps some controls: the one that takes the keys is inside.
GtkWidget* inner(GtkWidget* widget) {
    if (GTK_IS_BIN(widget) != 0 && GTK_IS_BUTTON(widget) == 0 && GTK_IS_COMBO_BOX(widget) == 0) {
        if (auto* child = gtk_bin_get_child(GTK_BIN(widget)); child != nullptr) {
            return child;
        }
    }
    return widget;
}

void name_widget(GtkWidget* widget, const char* name) {
    if (auto* accessible = gtk_widget_get_accessible(widget); accessible != nullptr) {
        atk_object_set_name(accessible, name);
    }
}

// Boxes, and the button inside a choice.
bool keeps_enter(GtkWidget* window) {
    auto* focused = gtk_window_get_focus(GTK_WINDOW(window));
    return focused != nullptr && GTK_IS_TOGGLE_BUTTON(focused) != 0;
}

gboolean enter_pressed(GtkWidget* window, GdkEvent* event, gpointer act) {
    guint key = 0;
    if (event->type != GDK_KEY_PRESS || gdk_event_get_keyval(event, &key) == FALSE ||
        (key != GDK_KEY_Return && key != GDK_KEY_KP_Enter) || !keeps_enter(window)) {
        return FALSE;
    }
    (*static_cast<std::function<void()>*>(act))();
    return TRUE;
}

GtkEntry* entry_of(wxTextCtrl& field) {
    auto* widget = field.GetHandle();
    return GTK_IS_ENTRY(widget) != 0 ? GTK_ENTRY(widget) : nullptr;
}

} // namespace

void name_for_readers(wxWindow& control, const wxString& name) {
    const auto text = name.utf8_string();
    name_widget(control.GetHandle(), text.c_str());
    name_widget(inner(control.GetHandle()), text.c_str());
}

// GTK overwrites what its entries let go of.
SecretBytes take_secret(wxTextCtrl& field) {
    auto* entry = entry_of(field);
    const auto* text = gtk_entry_get_text(entry);
    SecretBytes secret(bytes_of(std::string_view(text)));
    gtk_entry_set_text(entry, "");
    return secret;
}

void look_at_secret(wxTextCtrl& field, const std::function<void(BytesView)>& look) {
    look(bytes_of(std::string_view(gtk_entry_get_text(entry_of(field)))));
}

void show_secret(wxTextCtrl& field, bool visible) {
    gtk_entry_set_visibility(entry_of(field), visible ? TRUE : FALSE);
}

void take_enter(wxWindow& frame, std::function<void()> act) {
    auto* kept = new std::function<void()>(std::move(act));
    const auto dropped = [](gpointer held, GClosure*) {
        delete static_cast<std::function<void()>*>(held);
    };
    g_signal_connect_data(frame.GetHandle(), "event", G_CALLBACK(enter_pressed), kept, dropped,
                          GConnectFlags{});
}

void leave_no_recent_files() {
    g_object_set(gtk_settings_get_default(), "gtk-recent-files-enabled", FALSE, nullptr);
}

void suggest(wxWindow& button) {
    gtk_style_context_add_class(gtk_widget_get_style_context(button.GetHandle()),
                                GTK_STYLE_CLASS_SUGGESTED_ACTION);
}

} // namespace koltamga::forms
