package io.kundig.templates;

import liqp.TemplateContext;
import liqp.blocks.Capture;
import liqp.nodes.LNode;

/// `{% capture name %}…{% endcapture %}`. What was captured is escaped already, so that printing it
/// does not escape it again; any filter turns it back into plain text.
final class LiquidCapture extends Capture {

  @Override
  public String getName() {
    return "capture";
  }

  @Override
  public Object render(TemplateContext context, LNode... nodes) {
    String id = asString(nodes[0].render(context), context);
    RenderState.of(context).assigned();
    context.put(id, new Escaped(String.valueOf(nodes[1].render(context))), true);
    return "";
  }

  /// HTML whose values are escaped.
  record Escaped(String html) {
    @Override
    public String toString() {
      return html;
    }
  }
}
