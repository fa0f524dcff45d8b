package io.meshinfra.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;

/** The constructor of a record calls something that gives back each of its collections. */
final class CopiesCollections extends ArchCondition<JavaClass> {
  CopiesCollections() {
    super("copy their collections");
  }

  static boolean isNeededBy(JavaClass type) {
    return type.isRecord() && isPublic(type) && collections(type).findAny().isPresent();
  }

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(CopiesCollections::isPublic).orElse(true);
  }

  @Override
  public void check(JavaClass record, ConditionEvents events) {
    collections(record)
        .filter(field -> !isCopied(record, field))
        .forEach(field ->
            events.add(
                SimpleConditionEvent.violated(
                    record,
                    "%s keeps the %s that it was given in %s"
                        .formatted(
                            record.getName(),
                            field.getRawType().getSimpleName(),
                            record.getSourceCodeLocation()))));
  }

  private static Stream<JavaField> collections(JavaClass type) {
    return type.getFields().stream()
        .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
        .filter(field ->
            field.getRawType().isAssignableTo(Collection.class)
                || field.getRawType().isAssignableTo(Map.class));
  }

  private static boolean isCopied(JavaClass record, JavaField field) {
    return record.getConstructors().stream()
        .flatMap(constructor -> constructor.getMethodCallsFromSelf().stream())
        .anyMatch(call ->
            call.getTarget().getRawReturnType().isAssignableTo(field.getRawType().getName()));
  }
}
