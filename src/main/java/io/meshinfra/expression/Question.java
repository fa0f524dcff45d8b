package io.meshinfra.expression;

import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * A question with numbers to something of the caller, like {@code ports.open(80, 90)}.
 *
 * @param name of the question; there may be several of a name with more or fewer numbers
 * @param of what is asked
 * @param type of what is asked
 * @param numbers how many it takes
 * @param answer must come soon, and not throw
 */
public record Question<T>(
    String name, Word.Thing of, Class<T> type, int numbers, BiPredicate<T, List<Long>> answer) {
  private String id() {
    return name + "_" + numbers;
  }

  CelOverloadDecl declared() {
    List<CelType> parameters = new ArrayList<>(List.of(Vocabulary.type(of)));
    for (int i = 0; i < numbers; i++) {
      parameters.add(SimpleType.INT);
    }
    return CelOverloadDecl.newMemberOverload(id(), SimpleType.BOOL, parameters);
  }

  @SuppressWarnings("Immutable") // an answer is a function without a state
  CelFunctionBinding bound() {
    List<Class<?>> types = new ArrayList<>(List.of(type));
    for (int i = 0; i < numbers; i++) {
      types.add(Long.class);
    }
    return CelFunctionBinding.from(
        id(),
        types,
        values ->
            answer.test(
                type.cast(values[0]),
                Arrays.stream(values).skip(1).map(Long.class::cast).toList()));
  }
}
