#include "tools/program_reference.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace attest {
namespace {

struct OptionForm {
  std::vector<std::string> names;  // with their dashes, short ones first
  std::string is;
  bool takes_value = false;
};

std::vector<OptionForm> OptionsOf(const CLI::App& app) {
  std::vector<OptionForm> options;
  for (const CLI::Option* option : app.get_options()) {
    OptionForm form;
    for (const std::string& name : option->get_snames()) {
      form.names.push_back(absl::StrCat("-", name));
    }
    for (const std::string& name : option->get_lnames()) {
      form.names.push_back(absl::StrCat("--", name));
    }
    if (form.names.empty()) continue;  // it goes by its place
    form.is = absl::StrReplaceAll(option->get_description(), {{"\n", "; "}});
    form.takes_value = option->get_items_expected_max() > 0;
    options.push_back(std::move(form));
  }
  return options;
}

std::vector<const CLI::App*> VerbsOf(const CLI::App& program) {
  return program.get_subcommands([](const CLI::App*) { return true; });
}

const std::vector<std::string>* WordsOf(const CLI::App& app,
                                        const OptionForm& option,
                                        const OptionWords& words) {
  for (const std::string& name : option.names) {
    for (const std::string& key :
         {name, absl::StrCat(app.get_name(), " ", name)}) {
      const auto found = words.find(key);
      if (found != words.end()) return &found->second;
    }
  }
  return nullptr;
}

// Between single quotes, for a shell.
std::string Quoted(absl::string_view text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "'\\''"}}), "'");
}

std::string NamesOf(const std::vector<OptionForm>& options) {
  std::string all;
  for (const OptionForm& option : options) {
    absl::StrAppend(&all, all.empty() ? "" : " ",
                    absl::StrJoin(option.names, " "));
  }
  return all;
}

// -- zsh ----------------------------------------------------------------------

// `text` where brackets and colons have a meaning.
std::string ZshText(absl::string_view text) {
  return absl::StrReplaceAll(
      text, {{"\\", "\\\\"}, {"[", "\\["}, {"]", "\\]"}, {":", "\\:"}});
}

std::string ZshOptions(const CLI::App& app, const OptionWords& words) {
  std::string specs;
  for (const OptionForm& option : OptionsOf(app)) {
    std::string value;
    if (option.takes_value) {
      const auto* const known = WordsOf(app, option, words);
      value = known == nullptr
                  ? ":value:_files"
                  : absl::StrCat(":word:(", absl::StrJoin(*known, " "), ")");
    }
    for (const std::string& name : option.names) {
      absl::StrAppend(
          &specs, " \\\n        ",
          Quoted(absl::StrCat(name, "[", ZshText(option.is), "]", value)));
    }
  }
  return specs;
}

// -- troff --------------------------------------------------------------------

// `text` as troff prints it: a hyphen stays what is typed, and a line that
// begins with a dot is no request.
std::string Troff(absl::string_view text) {
  std::string out =
      absl::StrReplaceAll(text, {{"\\", "\\e"}, {"-", "\\-"}, {"'", "\\(aq"}});
  out = absl::StrReplaceAll(out, {{"\n.", "\n\\&."}});
  return !out.empty() && out.front() == '.' ? absl::StrCat("\\&", out) : out;
}

void AppendOptions(const CLI::App& app, std::string& page) {
  for (const OptionForm& option : OptionsOf(app)) {
    // Every verb has it, and so does the program.
    if (app.get_parent() != nullptr && option.names.back() == "--help") {
      continue;
    }
    const std::string value =
        option.takes_value ? " \\fIVALUE\\fR" : std::string();
    absl::StrAppend(&page, ".TP\n\\fB",
                    Troff(absl::StrJoin(option.names, ", ")), "\\fR", value,
                    "\n", Troff(option.is), "\n");
  }
}

// What the verb says goes without a dash before it: KEY..., FILE.
std::string PlacesOf(const CLI::App& verb) {
  std::string places;
  for (const CLI::Option* option : verb.get_options()) {
    if (!option->get_positional()) continue;
    const bool many = option->get_items_expected_max() > 1;
    absl::StrAppend(&places, " ", option->get_required() ? "" : "[",
                    option->get_name(true), many ? "..." : "",
                    option->get_required() ? "" : "]");
  }
  return places;
}

// The lines of a verb's help that can be typed as they stand.
std::vector<std::string> ExamplesOf(const CLI::App& verb) {
  std::vector<std::string> examples;
  const auto formatter =
      std::dynamic_pointer_cast<CLI::Formatter>(verb.get_formatter());
  if (formatter == nullptr) return examples;
  const std::string description = formatter->make_description(&verb);
  for (absl::string_view line : absl::StrSplit(description, '\n')) {
    if (absl::ConsumePrefix(&line, "  ")) examples.emplace_back(line);
  }
  return examples;
}

constexpr const char* kExitCodes = R"(.SH EXIT STATUS
.TP
.B 0
done
.TP
.B 1
what was asked does not hold
.TP
.B 2
wrong usage
.TP
.B 3
bad input or query
.TP
.B 4
log, content, proof or bundle is damaged or forged
.TP
.B 5
the case is locked or not there
.TP
.B 6
a limit or the system refused
.TP
.B 130
interrupted
.SH ENVIRONMENT
.TP
.B ATTEST_CASE
the case, where \-\-case does not name it
.TP
.B ATTEST_USER
who decides, where \-\-by does not say
.TP
.B NO_COLOR
no colours, if it is set and \-\-color does not ask for them
.TP
.B COLUMNS
how wide the terminal is, if it is not as it says itself
)";

}  // namespace

std::string BashCompletion(const CLI::App& program, const OptionWords& words) {
  std::vector<std::string> verbs;
  std::string with_value;
  std::string by_verb;
  const std::vector<OptionForm> global = OptionsOf(program);
  for (const OptionForm& option : global) {
    if (!option.takes_value) continue;
    absl::StrAppend(&with_value, with_value.empty() ? "" : "|",
                    absl::StrJoin(option.names, "|"));
  }
  for (const CLI::App* verb : VerbsOf(program)) {
    verbs.push_back(verb->get_name());
    absl::StrAppend(&by_verb, "      ", verb->get_name(),
                    ") options=\"$options ", NamesOf(OptionsOf(*verb)),
                    "\" ;;\n");
  }
  std::string by_option;
  for (const auto& [key, known] : words) {
    // With the verb, or whatever that is.
    const bool has_verb = absl::StrContains(key, ' ');
    absl::StrAppend(&by_option, "    ", has_verb ? "" : "*", "\"",
                    has_verb ? "" : " ", key,
                    "\")\n      mapfile -t COMPREPLY < <(compgen -W ",
                    Quoted(absl::StrJoin(known, " ")),
                    " -- \"$word\")\n      return\n      ;;\n");
  }
  const std::string name = program.get_name();
  return absl::StrCat(
      "# Completion of ", name, " for bash.\n_", name,
      "() {\n"
      "  local word=${COMP_WORDS[COMP_CWORD]} verb='' i\n"
      "  for ((i = 1; i < COMP_CWORD; ++i)); do\n"
      "    case ${COMP_WORDS[i]} in\n      ",
      with_value,
      ") ((++i)) ;;\n"
      "      -*) ;;\n"
      "      *) verb=${COMP_WORDS[i]}; break ;;\n"
      "    esac\n"
      "  done\n"
      "  case \"$verb ${COMP_WORDS[COMP_CWORD - 1]}\" in\n",
      by_option,
      "  esac\n"
      "  if [[ $word == -* ]]; then\n"
      "    local options=",
      Quoted(NamesOf(global)), "\n    case $verb in\n", by_verb,
      "    esac\n"
      "    mapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$word\")\n"
      "  elif [[ -z $verb ]]; then\n"
      "    mapfile -t COMPREPLY < <(compgen -W ",
      Quoted(absl::StrJoin(verbs, " ")),
      " -- \"$word\")\n"
      "  else\n"
      "    compopt -o filenames 2>/dev/null\n"
      "    mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
      "  fi\n"
      "}\n"
      "complete -F _",
      name, " ", name, "\n");
}

std::string ZshCompletion(const CLI::App& program, const OptionWords& words) {
  const std::string name = program.get_name();
  std::string verbs;
  std::string by_verb;
  for (const CLI::App* verb : VerbsOf(program)) {
    absl::StrAppend(&verbs, "    ",
                    Quoted(absl::StrCat(verb->get_name(), ":",
                                        ZshText(verb->get_description()))),
                    "\n");
    absl::StrAppend(&by_verb, "    ", verb->get_name(), ")\n      _arguments",
                    ZshOptions(*verb, words),
                    " \\\n        '*:file:_files'\n      ;;\n");
  }
  return absl::StrCat("#compdef ", name, "\n# Completion of ", name,
                      " for zsh.\n_", name,
                      "() {\n"
                      "  local -a verbs\n"
                      "  local context state state_descr line\n"
                      "  typeset -A opt_args\n"
                      "  verbs=(\n",
                      verbs,
                      "  )\n"
                      "  _arguments -C",
                      ZshOptions(program, words),
                      " \\\n"
                      "        '1:verb:->verb' \\\n"
                      "        '*::argument:->argument'\n"
                      "  case $state in\n"
                      "  verb) _describe verb verbs ;;\n"
                      "  argument)\n"
                      "    case ${words[1]} in\n",
                      by_verb,
                      "    esac\n"
                      "    ;;\n"
                      "  esac\n"
                      "}\n_",
                      name, " \"$@\"\n");
}

std::string FishCompletion(const CLI::App& program, const OptionWords& words) {
  const std::string name = program.get_name();
  std::string out = absl::StrCat("# Completion of ", name, " for fish.\n");
  const auto quoted = [](absl::string_view text) {
    return absl::StrCat(
        "'", absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"'", "\\'"}}), "'");
  };
  const auto add = [&](const CLI::App& app, const std::string& condition) {
    for (const OptionForm& option : OptionsOf(app)) {
      absl::StrAppend(&out, "complete -c ", name, condition);
      for (const std::string& option_name : option.names) {
        const bool is_long = option_name.rfind("--", 0) == 0;
        absl::StrAppend(&out, is_long ? " -l " : " -s ",
                        option_name.substr(is_long ? 2 : 1));
      }
      if (option.takes_value) {
        const auto* const known = WordsOf(app, option, words);
        out +=
            known == nullptr
                ? std::string(" -r")
                : absl::StrCat(" -x -a ", quoted(absl::StrJoin(*known, " ")));
      }
      absl::StrAppend(&out, " -d ", quoted(option.is), "\n");
    }
  };
  add(program, "");
  for (const CLI::App* verb : VerbsOf(program)) {
    absl::StrAppend(&out, "complete -c ", name,
                    " -f -n __fish_use_subcommand -a ", verb->get_name(),
                    " -d ", quoted(verb->get_description()), "\n");
    add(*verb, absl::StrCat(" -n '__fish_seen_subcommand_from ",
                            verb->get_name(), "'"));
  }
  return out;
}

std::string ManualPage(const CLI::App& program, const std::string& version) {
  const std::string name = program.get_name();
  std::string page =
      absl::StrCat(".TH ATTEST 1 \"\" \"", name, " ", version, "\"\n.SH NAME\n",
                   name, " \\- ",
                   Troff(absl::StripPrefix(program.get_description(),
                                           absl::StrCat(name, ": "))),
                   "\n.SH SYNOPSIS\n.B ", name,
                   "\n[\\fIOPTION\\fR...] \\fIVERB\\fR [\\fIARGUMENT\\fR...]\n"
                   ".SH OPTIONS\nThey may stand before or after the verb.\n");
  AppendOptions(program, page);
  page += ".SH VERBS\n";
  for (const CLI::App* verb : VerbsOf(program)) {
    absl::StrAppend(&page, ".SS ", name, " ", Troff(verb->get_name()),
                    Troff(PlacesOf(*verb)), "\n",
                    Troff(verb->get_description()), "\n");
    AppendOptions(*verb, page);
    for (const std::string& example : ExamplesOf(*verb)) {
      absl::StrAppend(&page, ".PP\n.nf\n.RS\n", Troff(example), "\n.RE\n.fi\n");
    }
  }
  return page + kExitCodes;
}

}  // namespace attest
