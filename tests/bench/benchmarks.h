// Every benchmark, in the order in which they run.
#pragma once

#include <benchmark/benchmark.h>

namespace koltamga::bench {

void enqueue_station_entry(benchmark::State& state);
void enqueue_application_entry(benchmark::State& state);
void agreement(benchmark::State& state);
void agreement_in_two_languages(benchmark::State& state);
void eligibility(benchmark::State& state);
void mrz_parse(benchmark::State& state);
void look_up_by_pin(benchmark::State& state);
void journal_verify(benchmark::State& state);
void journal_verify_with_heads(benchmark::State& state);
void key_wait(benchmark::State& state);

} // namespace koltamga::bench
