package io.meshinfra.desired.template;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.el.JinjavaProcessors;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.lib.filter.Filter;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The template engine with everything switched off that reaches outside or has no bound. */
final class Engine {
  /** Filters that are in Jinja2 or in Ansible and depend on nothing but their input. */
  private static final Set<String> FILTERS =
      Set.of(
          "abs",
          "b64decode",
          "b64encode",
          "batch",
          "bool",
          "capitalize",
          "count",
          "d",
          "default",
          "dictsort",
          "difference",
          "e",
          "escape",
          "first",
          "float",
          "groupby",
          "indent",
          "int",
          "intersect",
          "ipaddr",
          "ipv4",
          "ipv6",
          "join",
          "last",
          "length",
          "list",
          "lower",
          "map",
          "md5",
          "regex_replace",
          "reject",
          "rejectattr",
          "replace",
          "reverse",
          "round",
          "safe",
          "select",
          "selectattr",
          "sort",
          "split",
          "string",
          "sum",
          "symmetric_difference",
          "title",
          "tojson",
          "trim",
          "truncate",
          "union",
          "unique",
          "upper",
          "urlencode",
          "wordcount");

  private static final Set<String> FUNCTIONS = Set.of("range", "namespace");

  /** They read other files, or only repeat what other tags do. */
  private static final Set<String> TAGS_OFF =
      Set.of(
          "autoescape",
          "block",
          "call",
          "cycle",
          "do",
          "extends",
          "from",
          "ifchanged",
          "import",
          "include",
          "print",
          "unless");

  private static final int MOST_ITEMS = 10_000;

  /** As in CPython's own limit, far above what people write. */
  private static final int DEEPEST_MACRO = 50;

  private Engine() {}

  static Jinjava start() {
    Jinjava engine = new Jinjava(config());
    Context context = engine.getGlobalContext();
    for (Filter filter : Set.copyOf(context.getAllFilters())) {
      if (FILTERS.contains(filter.getName())) {
        context.registerFilter(new BoundedFilter(filter));
      }
    }
    context.registerTag(new CountedFor());
    context.registerFunction(
        new ELFunctionDefinition("", SecretMarks.NAME, SecretMarks.class, "mark", String.class));
    context.setDynamicVariableResolver(Watch::missing);
    return engine;
  }

  private static JinjavaConfig config() {
    return JinjavaConfig.newBuilder()
        .withFailOnUnknownTokens(true)
        .withNestedInterpretationEnabled(false)
        .withMaxOutputSize(Templates.LARGEST_OUTPUT)
        .withMaxStringLength(Templates.LARGEST_OUTPUT)
        .withMaxListSize(MOST_ITEMS)
        .withMaxMapSize(MOST_ITEMS)
        .withRangeLimit(MOST_ITEMS)
        .withEnableRecursiveMacroCalls(true)
        .withMaxMacroRecursionDepth(DEEPEST_MACRO)
        .withTrimBlocks(true)
        .withKeepTrailingNewline(true)
        .withLegacyOverrides(likeJinja2())
        .withObjectUnwrapper(new DeepLimit())
        .withReadOnlyResolver(true)
        .withElResolver(new DataResolver())
        .withDisabled(disabled())
        .withProcessors(JinjavaProcessors.newBuilder().withNodePreProcessor(Watch::enter).build())
        .build();
  }

  private static LegacyOverrides likeJinja2() {
    return LegacyOverrides.newBuilder()
        .withEvaluateMapKeys(true)
        .withIterateOverMapKeys(true)
        .withUsePyishObjectMapper(true)
        .withUseNaturalOperatorPrecedence(true)
        .withParseWhitespaceControlStrictly(true)
        .withAllowAdjacentTextNodes(true)
        .withUseTrimmingForNotesAndExpressions(true)
        .withHandleBackslashInQuotesOnly(true)
        .build();
  }

  static boolean isFilter(String name) {
    return FILTERS.contains(name);
  }

  private static Map<Context.Library, Set<String>> disabled() {
    Context everything = new Jinjava().getGlobalContext();
    Set<String> filters =
        everything.getAllFilters().stream()
            .map(Filter::getName)
            .filter(name -> !FILTERS.contains(name))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> functions =
        everything.getAllFunctions().stream()
            .map(ELFunctionDefinition::getName)
            .filter(name -> !FUNCTIONS.contains(name.substring(name.indexOf(':') + 1)))
            .collect(Collectors.toCollection(TreeSet::new));
    Map<Context.Library, Set<String>> disabled = new EnumMap<>(Context.Library.class);
    disabled.put(Context.Library.FILTER, filters);
    disabled.put(Context.Library.FUNCTION, functions);
    disabled.put(Context.Library.TAG, TAGS_OFF);
    return disabled;
  }
}
