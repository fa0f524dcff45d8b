package io.meshinfra.desired.template;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.tag.ForTag;
import com.hubspot.jinjava.tree.TagNode;
import com.hubspot.jinjava.util.ObjectIterator;
import java.util.List;

/** A loop that pays for its turns beforehand, since turns of an empty body cost nothing else. */
final class CountedFor extends ForTag {
  private static final long serialVersionUID = 1;

  @Override
  public String renderForCollection(
      TagNode tag, JinjavaInterpreter interpreter, List<String> names, Object collection) {
    Watch.current().charge(ObjectIterator.getLoop(collection).getLength());
    return super.renderForCollection(tag, interpreter, names, collection);
  }
}
