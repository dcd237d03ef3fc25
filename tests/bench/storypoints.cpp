// SPDX-License-Identifier: Apache-2.0
// storypoints FOLDER [MARK]: fits story points on the rows of each CSV file marked `train` and judges them on those marked MARK
// (default: val). Columns: issuekey, title, description, storypoint, split_mark; rows in order of time.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include "core/csv.h"
#include "core/error.h"
#include "core/learn/measures.h"
#include "core/learn/points.h"
#include "core/stats.h"
namespace {

using namespace juno;
using namespace juno::learn;

struct Data {
  Lexicon lexicon;
  std::vector<PointsRow> fit, judge;
};

Data read(const std::filesystem::path& path, const std::string& mark) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  const auto rows = parse_csv(text.str(), path.filename().string());
  Data out;
  std::map<std::string, std::size_t> column;
  for (std::size_t c = 0; !rows.empty() && c < rows[0].fields.size(); ++c) column[rows[0].fields[c]] = c;
  const auto field = [&](const CsvRow& row, const char* name) -> const std::string& { return row.fields.at(column.at(name)); };
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const std::string& split = field(rows[i], "split_mark");
    if (split != "train" && split != mark) continue;
    const std::string& number = field(rows[i], "storypoint");
    PointsRow row{count_text(out.lexicon, field(rows[i], "title"), field(rows[i], "description")), 0};
    const auto [end, failed] = std::from_chars(number.data(), number.data() + number.size(), row.points);
    if (failed != std::errc{} || end != number.data() + number.size()) continue;
    (split == "train" ? out.fit : out.judge).push_back(std::move(row));
  }
  return out;
}

struct Sums {
  double median = 0, model = 0, accuracy = 0, held = 0;
  int projects = 0, better = 0, worse = 0;
};

void judge(const std::string& name, const Data& data, Sums& sums) {
  std::vector<double> given;
  for (const PointsRow& r : data.fit) given.push_back(r.points);
  const double middle = *median(given);
  const PointsModel model = train_points(data.fit);
  std::vector<double> actual, plain, predicted, plain_error, error;
  double held = 0;
  for (const PointsRow& r : data.judge) {
    const auto d = model.predict(r.text);
    actual.push_back(r.points), plain.push_back(middle), predicted.push_back(d.median());
    plain_error.push_back(std::abs(r.points - middle)), error.push_back(std::abs(r.points - d.median()));
    const auto range = d.range(model.tail);
    held += range.low <= r.points && r.points <= range.high;
  }
  const double n = static_cast<double>(actual.size()), before = *mean_absolute_error(actual, plain), after = *mean_absolute_error(actual, predicted);
  const auto test = wilcoxon(error, plain_error);
  const double accuracy = standardised_accuracy(actual, predicted).value_or(0);
  std::printf("%-22s %5zu %8.3f %8.3f %7.1f%% %7.3f %9.4f %8.1f%%  text %.2f, strength %.1f, half-life %.0f\n", name.c_str(), actual.size(), before, after, (after / before - 1) * 100, accuracy,
              test ? test->p : 1.0, 100 * held / n, model.settings.text_share, model.settings.strength, model.settings.half_life);
  std::fflush(stdout);
  sums.median += before, sums.model += after, sums.accuracy += accuracy, sums.held += held / n;
  ++sums.projects, sums.better += test && test->p < 0.05 && after < before, sums.worse += after > 1.05 * before;
}

int run(const std::filesystem::path& folder, const std::string& mark) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".csv") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::printf("%-22s %5s %8s %8s %8s %7s %9s %9s  chosen within the training rows\n", "project", "n", "median", "model", "change", "SA", "Wilcoxon", "in 90 %");
  const auto begin = std::chrono::steady_clock::now();
  Sums sums;
  for (const auto& file : files) {
    const Data data = read(file, mark);
    if (data.fit.size() < 2 || data.judge.size() < 2) std::printf("%-22s has too few rows marked train or %s\n", file.stem().string().c_str(), mark.c_str());
    else judge(file.stem().string(), data, sums);
  }
  if (sums.projects == 0) return 1;
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(), n = sums.projects;
  const bool met = sums.model < sums.median && sums.worse == 0 && seconds < 120;
  std::printf("%-22s %5d %8.3f %8.3f %7.1f%% %7.3f %9s %8.1f%%\n", "mean", sums.projects, sums.median / n, sums.model / n, (sums.model / sums.median - 1) * 100, sums.accuracy / n, "", 100 * sums.held / n);
  std::printf("Better than the training median with p < 0.05 on %d; worse than it by more than 5 %% on %d. %.1f s.\n", sums.better, sums.worse, seconds);
  std::printf("Goal: mean error below the median's, on no project more than 5 %% above it, under 120 s: %s\n", met ? "ok" : "MISSED");
  return met ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    if (count < 2) return std::fputs("usage: storypoints FOLDER [MARK]\n", stderr), 2;
    return run(arguments[1], count > 2 ? arguments[2] : "val");
  } catch (const std::exception& e) {
    std::fprintf(stderr, "storypoints: %s\n", e.what());
    return 2;
  }
}
