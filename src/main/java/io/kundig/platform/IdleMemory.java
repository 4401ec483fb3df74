package io.kundig.platform;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Gives memory back while nothing happens: without this an idle server keeps the 400 MB it needed
/// while starting, with it about 230. Has no effect under load.
@Component
class IdleMemory {

  private static final String COLLECT_AFTER_MILLISECONDS = "30000";
  private static final String FREE_PERCENT_KEPT = "30";

  @EventListener
  void giveBack(ApplicationReadyEvent event) {
    set("MinHeapFreeRatio", "10");
    set("MaxHeapFreeRatio", FREE_PERCENT_KEPT);
    set("G1PeriodicGCInterval", COLLECT_AFTER_MILLISECONDS);
  }

  private static void set(String option, String value) {
    try {
      HotSpotDiagnosticMXBean machine =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      machine.setVMOption(option, value);
    } catch (IllegalArgumentException e) {
      // another collector or another Java: it keeps its own habits
    }
  }
}
