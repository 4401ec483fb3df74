package io.kundig.forms;

import io.kundig.accounts.Shop;
import io.kundig.accounts.Shops;
import io.kundig.forms.SignUp.Outcome;
import io.kundig.forms.SignUp.Wanted;
import io.kundig.platform.ClientAddress;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Where the form of the onsite script sends to, from any shop's pages: somebody wants to hear once
/// a product can be had again. The answer is a status only: 202 whether the address is known, new,
/// or was asked often enough today; 404 unknown key, 422 no address or product, 429 too often, 503
/// the shop may not send.
@Controller
class BackInStockController {

  static final Form.Texts WORDING =
      new Form.Texts(
          "Ja, schreibt mir einmal eine E-Mail, sobald dieser Artikel wieder lieferbar ist.",
          "Yes, write me one email as soon as this item can be had again.");

  private static final int LONGEST_ID = 255;
  private static final int LONGEST_TITLE = 200;

  private final SignUps signUps;
  private final SignUpLimits limits;
  private final Shops shops;

  BackInStockController(SignUps signUps, SignUpLimits limits, Shops shops) {
    this.signUps = signUps;
    this.limits = limits;
    this.shops = shops;
  }

  /// @param key the shop's write key
  /// @param website a field people do not see; whoever fills it is a machine, and is told the same
  ///   as everybody
  @PostMapping("/f/back-in-stock")
  ResponseEntity<Void> signUp(
      @RequestParam(defaultValue = "") String key,
      @RequestParam(defaultValue = "") String email,
      @RequestParam(defaultValue = "") String product,
      @RequestParam(defaultValue = "") String variant,
      @RequestParam(defaultValue = "") String title,
      @RequestParam(defaultValue = "") String website,
      HttpServletRequest request) {
    Optional<Shop> shop = shops.byWriteKey(key);
    if (shop.isEmpty()) {
      return answer(HttpStatus.NOT_FOUND);
    }
    if (!website.isEmpty()) {
      return answer(HttpStatus.ACCEPTED);
    }
    String productId = text(product, LONGEST_ID);
    if (productId == null) {
      return answer(HttpStatus.UNPROCESSABLE_CONTENT);
    }
    String ip = ClientAddress.of(request);
    if (!limits.mayAsk(ip)) {
      return answer(HttpStatus.TOO_MANY_REQUESTS);
    }
    String language = Pages.language(request, null, shop.get());
    Outcome outcome =
        signUps.signUp(
            new SignUp.Request(
                shop.get().id(),
                "back-in-stock",
                email,
                language,
                WORDING.in(language),
                null,
                Map.of(),
                "form:back-in-stock",
                ip,
                request.getHeader(HttpHeaders.USER_AGENT),
                new Wanted(productId, text(variant, LONGEST_ID), text(title, LONGEST_TITLE))));
    return switch (outcome) {
      case TAKEN -> answer(HttpStatus.ACCEPTED);
      case NO_ADDRESS -> answer(HttpStatus.UNPROCESSABLE_CONTENT);
      case NOT_POSSIBLE -> answer(HttpStatus.SERVICE_UNAVAILABLE);
    };
  }

  private static ResponseEntity<Void> answer(HttpStatus status) {
    return ResponseEntity.status(status).build();
  }

  /// One line without what only machines write.
  private static @Nullable String text(String given, int longest) {
    String line = given.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
    return line.isEmpty() ? null : line.substring(0, Math.min(line.length(), longest));
  }
}
