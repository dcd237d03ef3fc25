# SPDX-License-Identifier: Apache-2.0
# juno_library(core BATCHES 16 USES other PRIVATE lib): one static library per folder, of all .cpp files in it;
# without BATCHES always compiled file by file.
option(JUNO_WERROR "Treat warnings as errors" OFF)
# Compiling several files as one halves the time of a whole build: most of a file's time goes into the headers. The
# release preset, which demo, bench and install build, compiles file by file, so that a file that forgets an include is found.
# Commands are batched under the sanitizers and in CI alone: who works on one wants to see it compiled within two seconds.
option(JUNO_BATCHES "Compile files in batches" OFF)
option(JUNO_COMMAND_BATCHES "Compile the commands in batches too" OFF)
set(JUNO_SANITIZE "" CACHE STRING "e.g. address;undefined")

add_library(juno_settings INTERFACE)
if(NOT JUNO_SANITIZE)  # every file is read for warnings by the other presets
  target_compile_options(juno_settings INTERFACE -Wall -Wextra -Wpedantic -Wshadow=local -Wconversion
    -Wnon-virtual-dtor -Woverloaded-virtual -Wnull-dereference $<$<BOOL:${JUNO_WERROR}>:-Werror>)
endif()

target_compile_definitions(juno_settings INTERFACE $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)
# Links a debug build in a third of the time.
include(CheckLinkerFlag)
check_linker_flag(CXX -fuse-ld=gold JUNO_HAS_GOLD)
if(JUNO_HAS_GOLD)
  target_link_options(juno_settings INTERFACE $<$<CONFIG:Debug>:-fuse-ld=gold>)
endif()
foreach(sanitizer IN LISTS JUNO_SANITIZE)
  target_compile_options(juno_settings INTERFACE -fsanitize=${sanitizer} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(juno_settings INTERFACE -fsanitize=${sanitizer})
endforeach()
if("undefined" IN_LIST JUNO_SANITIZE)
  # These five more than double the time to compile, and most of what they find ends under the address sanitizer too.
  target_compile_options(juno_settings INTERFACE -fno-sanitize=null,alignment,vptr,object-size,pointer-overflow)
endif()

include(cmake/StandardHeaders.cmake)

# A file's batch hangs on its own name alone: a new file changes no other batch.
function(juno_batches target count files)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  foreach(file IN LISTS files)
    get_filename_component(name ${file} NAME_WE)
    string(MD5 hash ${name})
    string(SUBSTRING ${hash} 0 4 hash)
    math(EXPR batch "0x${hash} % ${count}")
    set_source_files_properties(${file} PROPERTIES UNITY_GROUP batch_${batch})
  endforeach()
endfunction()

function(juno_library folder)
  cmake_parse_arguments(arg "" "BATCHES" "SOURCES;USES;PRIVATE" ${ARGN})
  file(GLOB_RECURSE found CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  list(FILTER found EXCLUDE REGEX "/main\\.cpp$")
  add_library(juno_${folder} STATIC ${found} ${arg_SOURCES})
  target_include_directories(juno_${folder} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(juno_${folder} PUBLIC ${arg_USES} PRIVATE juno_settings ${arg_PRIVATE})
  if(JUNO_BATCHES AND arg_BATCHES)
    juno_batches(juno_${folder} ${arg_BATCHES} "${found}")
  endif()
  if(folder STREQUAL core)
    target_precompile_headers(juno_core PRIVATE ${JUNO_STD_HEADERS})
  else()
    target_precompile_headers(juno_${folder} REUSE_FROM juno_core)
  endif()
endfunction()
