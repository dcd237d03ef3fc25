// SPDX-License-Identifier: Apache-2.0
#include "store/catalog.h"
#include "store/lookup.h"
#include "store/query.h"
#include "store/sprints.h"
namespace juno::store {
namespace {

constexpr const char* kColumns = R"(
  select position, name, status_id
  from board_column
  where board_id = $1
  order by position, ordinal)";

// Statuses stay as the cache's ids.
std::vector<Board::BoardColumn> read_columns(Query& q, Id board) {
  std::vector<Board::BoardColumn> columns;
  for (q.bind(board); q.next();) {
    const auto position = static_cast<std::size_t>(q.integer(0));
    if (columns.size() <= position) columns.resize(position + 1);
    columns[position].name = q.string(1);
    if (!q.null(2)) columns[position].statuses.push_back(q.integer(2));
  }
  return columns;
}

bool same(const std::vector<Board::BoardColumn>& a, const std::vector<Board::BoardColumn>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i].name != b[i].name || a[i].statuses != b[i].statuses) return false;
  return true;
}

void write_columns(Database& db, Id board, const std::vector<Board::BoardColumn>& columns) {
  Query(db, "delete from board_column where board_id = $1").bind(board).run();
  Query add(db, "insert into board_column (board_id, position, ordinal, name, status_id) values ($1, $2, $3, $4, $5)");
  int position = 0;
  for (const auto& column : columns) {
    int ordinal = 0;
    for (const Id status : column.statuses) add.bind(board, position, ordinal++, column.name, status).run();
    if (column.statuses.empty()) add.bind(board, position, 0, column.name, std::nullopt).run();
    ++position;
  }
}

Board read_board(Query& q, Query& columns) {
  Board board{q.integer(0), q.string(1), q.string(2), q.string(3), {}, q.string(4), q.string(5)};
  board.columns = read_columns(columns, board.id);
  return board;
}

}  // namespace

Written upsert_boards(Database& db, const Site& site, std::span<const Board> boards) {
  Written written;
  Query find(db, "select id from board where id = $1");
  Query columns_of(db, kColumns);
  Query put(db, R"(
    insert into board (id, name, type, project_key, estimation_field, rank_field)
    values ($1, $2, $3, $4, $5, $6)
    on conflict (id) do update set
      name = excluded.name, type = excluded.type, project_key = excluded.project_key,
      estimation_field = excluded.estimation_field, rank_field = excluded.rank_field
    where name <> excluded.name or type is distinct from excluded.type or project_key is distinct from excluded.project_key
      or estimation_field is distinct from excluded.estimation_field or rank_field is distinct from excluded.rank_field
    returning id)");
  for (const auto& b : boards) {
    auto columns = b.columns;
    bool valid = valid_tracker_id(b.id);
    for (auto& column : columns)
      for (Id& status : column.statuses) {
        valid = valid && valid_tracker_id(status);
        status = site.to_cache(status);
      }
    if (!valid) {
      ++written.refused;
      continue;
    }
    const Id id = site.to_cache(b.id);
    find.bind(id);
    const bool existed = find.next();
    find.done();
    put.bind(id, b.name, or_null(b.type), or_null(b.project_key), or_null(b.estimation_field), or_null(b.rank_field));
    bool changed = put.next();
    put.run();
    if (!same(read_columns(columns_of, id), columns)) {
      columns_of.done();
      write_columns(db, id, columns);
      changed = true;
    }
    if (!existed) ++written.inserted;
    else if (changed) ++written.updated;
    else ++written.unchanged;
  }
  return written;
}

std::vector<Board> boards(Database& db, const Site& site) {
  std::vector<Board> all;
  Query columns(db, kColumns);
  Query q(db, R"(
    select id, name, type, project_key, estimation_field, rank_field
    from board
    where id >= $1 and id <= $2
    order by id)");
  for (q.bind(site.base(), site.base() + kMaxTrackerId); q.next();) {
    all.push_back(read_board(q, columns));
    all.back().id = site.to_tracker(all.back().id);
    for (auto& column : all.back().columns)
      for (Id& status : column.statuses) status = site.to_tracker(status);
  }
  return all;
}

std::optional<Board> find_board(Database& db, Id board) {
  Query columns(db, kColumns);
  Query q(db, R"(
    select id, name, type, project_key, estimation_field, rank_field
    from board
    where id = $1)");
  q.bind(board);
  return q.next() ? std::optional(read_board(q, columns)) : std::nullopt;
}

}  // namespace juno::store
