# SPDX-License-Identifier: Apache-2.0
set(body "#include \"store/migrations.h\"\nnamespace juno::store {\nconst std::vector<Migration>& ${FUNCTION}() {\n  static const std::vector<Migration> all = {\n")
foreach(f IN LISTS FILES)
  get_filename_component(name ${f} NAME_WE)
  file(READ ${f} sql)
  string(APPEND body "    {\"${name}\", R\"sql(${sql})sql\"},\n")
endforeach()
string(APPEND body "  };\n  return all;\n}\n}  // namespace juno::store\n")
file(WRITE ${OUT} "${body}")
