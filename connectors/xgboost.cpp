// SPDX-License-Identifier: Apache-2.0
#include "connectors/xgboost.h"
#include <charconv>
#include "connectors/shared_library.h"
#include "core/error.h"
namespace juno {
namespace {

// The few functions of libxgboost in use; names and types as its C API has had them since 1.6. All return 0 or fail.
struct Library {
  using Length = std::uint64_t;
  explicit Library(const char* soname) : library(soname, "libxgboost0") {}
  SharedLibrary library;
  void (*version)(int* major, int* minor, int* patch) = library.symbol<void(int*, int*, int*)>("XGBoostVersion");
  const char* (*last_error)() = library.symbol<const char*()>("XGBGetLastError");
  int (*matrix)(const std::size_t* starts, const unsigned* columns, const float* values, std::size_t start_count, std::size_t value_count, std::size_t column_count, void** out) =
      library.symbol<int(const std::size_t*, const unsigned*, const float*, std::size_t, std::size_t, std::size_t, void**)>("XGDMatrixCreateFromCSREx");
  int (*free_matrix)(void* matrix) = library.symbol<int(void*)>("XGDMatrixFree");
  int (*set_floats)(void* matrix, const char* field, const float* values, Length count) = library.symbol<int(void*, const char*, const float*, Length)>("XGDMatrixSetFloatInfo");
  int (*create)(void* const* matrices, Length count, void** out) = library.symbol<int(void* const*, Length, void**)>("XGBoosterCreate");
  int (*free_booster)(void* booster) = library.symbol<int(void*)>("XGBoosterFree");
  int (*set)(void* booster, const char* name, const char* value) = library.symbol<int(void*, const char*, const char*)>("XGBoosterSetParam");
  int (*update)(void* booster, int round, void* matrix) = library.symbol<int(void*, int, void*)>("XGBoosterUpdateOneIter");
  int (*predict)(void* booster, void* matrix, const char* config, const Length** shape, Length* dimensions, const float** out) =
      library.symbol<int(void*, void*, const char*, const Length**, Length*, const float**)>("XGBoosterPredictFromDMatrix");
  int (*save)(void* booster, const char* config, Length* size, const char** bytes) = library.symbol<int(void*, const char*, Length*, const char**)>("XGBoosterSaveModelToBuffer");
  int (*load)(void* booster, const void* bytes, Length size) = library.symbol<int(void*, const void*, Length)>("XGBoosterLoadModelFromBuffer");
};

using Held = std::unique_ptr<void, int (*)(void*)>;

std::string text(double value) {
  char out[32];
  return {out, std::to_chars(out, out + sizeof out, value).ptr};
}

class XgboostTrees : public learn::Trees {
 public:
  explicit XgboostTrees(std::unique_ptr<Library> library) : x_(std::move(library)) {}

  std::string version() const override {
    int major = 0, minor = 0, patch = 0;
    x_->version(&major, &minor, &patch);
    return "xgboost " + std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
  }

  std::string train(const learn::TreeRows& rows, std::span<const learn::TreeTarget> targets, const learn::TreeSettings& s) const override {
    const Held matrix = matrix_of(rows);
    std::vector<float> low, high;
    for (const auto& t : targets) low.push_back(t.low), high.push_back(t.high);
    check(x_->set_floats(matrix.get(), "label_lower_bound", low.data(), low.size()), Exit::internal);
    check(x_->set_floats(matrix.get(), "label_upper_bound", high.data(), high.size()), Exit::internal);
    void* const both[] = {matrix.get()};
    const Held booster = booster_of(both, 1);
    // One thread: sums in another order are other sums, and a model is to be the same every time.
    const std::pair<const char*, std::string> settings[] = {
        {"objective", "survival:aft"}, {"aft_loss_distribution", "normal"}, {"aft_loss_distribution_scale", text(s.spread)}, {"base_score", text(s.start)}, {"tree_method", "hist"}, {"max_bin", "64"},
        {"nthread", "1"}, {"seed", std::to_string(s.seed)}, {"eta", text(s.rate)}, {"max_depth", std::to_string(s.depth)}, {"min_child_weight", text(s.least_weight)}, {"subsample", text(s.row_share)},
        {"colsample_bytree", text(s.column_share)}, {"verbosity", "0"}};
    for (const auto& [name, value] : settings) check(x_->set(booster.get(), name, value.c_str()), Exit::internal);
    for (int round = 0; round < s.rounds; ++round) check(x_->update(booster.get(), round, matrix.get()), Exit::internal);
    Library::Length size = 0;
    const char* bytes = nullptr;
    check(x_->save(booster.get(), R"({"format":"ubj"})", &size, &bytes), Exit::internal);
    return {bytes, static_cast<std::size_t>(size)};
  }

  std::vector<double> margins(const std::string& model, const learn::TreeRows& rows) const override {
    std::vector<double> out;
    for (const auto& row : predicted(model, rows, 1)) out.push_back(row.at(0));
    return out;
  }

  std::vector<std::vector<double>> contributions(const std::string& model, const learn::TreeRows& rows) const override { return predicted(model, rows, 2); }

 private:
  void check(int result, Exit exit) const {
    if (result == 0) return;
    std::string why = x_->last_error();
    why = why.substr(0, why.find('\n'));
    throw Error(exit, "libxgboost failed: " + why);
  }

  Held matrix_of(const learn::TreeRows& rows) const {
    std::vector<std::size_t> starts{0};
    std::vector<unsigned> columns;
    std::vector<float> values;
    for (const auto& row : rows.rows) {
      for (const auto& e : row) columns.push_back(e.column), values.push_back(e.value);
      starts.push_back(columns.size());
    }
    void* made = nullptr;
    check(x_->matrix(starts.data(), columns.data(), values.data(), starts.size(), columns.size(), rows.columns, &made), Exit::internal);
    return {made, x_->free_matrix};
  }
  Held booster_of(void* const* matrices, std::size_t count) const {
    void* made = nullptr;
    check(x_->create(matrices, count, &made), Exit::internal);
    return {made, x_->free_booster};
  }

  // kind: 1 margins, 2 contributions.
  std::vector<std::vector<double>> predicted(const std::string& model, const learn::TreeRows& rows, int kind) const {
    if (rows.rows.empty()) return {};
    const Held booster = booster_of(nullptr, 0), matrix = matrix_of(rows);
    check(x_->load(booster.get(), model.data(), model.size()), Exit::store);
    check(x_->set(booster.get(), "nthread", "1"), Exit::internal);
    const std::string config = R"({"type":)" + std::to_string(kind) + R"(,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":false})";
    const Library::Length* shape = nullptr;
    Library::Length dimensions = 0;
    const float* values = nullptr;
    check(x_->predict(booster.get(), matrix.get(), config.c_str(), &shape, &dimensions, &values), Exit::store);
    std::size_t all = 1;
    for (Library::Length d = 0; d < dimensions; ++d) all *= static_cast<std::size_t>(shape[d]);
    const std::size_t each = all / rows.rows.size();
    std::vector<std::vector<double>> out;
    for (std::size_t i = 0; i < rows.rows.size(); ++i) out.emplace_back(values + i * each, values + (i + 1) * each);
    return out;
  }

  std::unique_ptr<Library> x_;
};

}  // namespace

std::unique_ptr<learn::Trees> load_xgboost() {
  for (const char* name : {"libxgboost.so.0", "libxgboost.so"}) {
    try {
      return std::make_unique<XgboostTrees>(std::make_unique<Library>(name));
    } catch (const Error&) {
      // Not there, or without what is needed: the ladder does without.
    }
  }
  return nullptr;
}

}  // namespace juno
