// What a page may ask of the window around it.
#pragma once

#include "desk/visit.h"
#include "desk/workplace.h"

#include <optional>

namespace koltamga::forms {

// Where the window can be, outside an application.
enum class Place { sign_in, start, search, queue, office, visit };

class Surroundings {
  public:
    virtual ~Surroundings() = default;

    virtual Language language() const = 0;
    // Nothing until the station is open.
    virtual desk::Workplace* workplace() = 0;
    // Why the station could not be opened.
    virtual const std::optional<Failure>& not_opened() const = 0;
    virtual void open_again() = 0;

    virtual const std::optional<desk::Clerk>& clerk() const = 0;
    virtual bool locked() const = 0;
    virtual void signed_in(desk::Clerk clerk) = 0;
    virtual void sign_out() = 0;

    // The application in front; there is one in Place::visit.
    virtual desk::Visit& visit() = 0;
    virtual void begin() = 0;
    virtual void open(const ApplicationId& application) = 0;
    virtual void open_draft(const ApplicationId& draft) = 0;
    virtual void go_to(Place place) = 0;

    // What the station does for the whole office.
    virtual const desk::Overview& overview() const = 0;
    virtual bool syncing() const = 0;
    virtual void sync() = 0;
    // "22.11.2026 09:41" in the office's zone.
    virtual std::string office_time(Instant instant) const = 0;
};

} // namespace koltamga::forms
