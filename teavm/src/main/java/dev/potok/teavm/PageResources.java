package dev.potok.teavm;

import java.util.Collection;
import org.teavm.extension.spi.resources.ResourcesPolicy;

/** Names the class path resources that the compiled script carries. Used by the build only. */
public final class PageResources implements ResourcesPolicy {

  @Override
  public String[] supplyResources(Collection<? extends String> known) {
    return new String[] {
      "dev/potok/web/text/messages_en.properties", "dev/potok/web/text/messages_ru.properties",
    };
  }
}
