package io.kundig.accounts;

import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/shops")
class ShopController {

  private final Shops shops;

  ShopController(Shops shops) {
    this.shops = shops;
  }

  @GetMapping
  ShopList all() {
    return new ShopList(shops.all().stream().map(ShopView::of).toList());
  }

  @GetMapping("/{id}")
  ShopView one(@PathVariable int id) {
    return ShopView.of(shops.get(id));
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  ShopView add(@RequestBody ShopForm form) {
    return ShopView.of(shops.add(form.appliedTo(ShopForm.BLANK)));
  }

  /// Parts that are left out (`sender`, `impressum`, `rules`, …) stay as they are.
  @PutMapping("/{id}")
  ShopView change(@PathVariable int id, @RequestBody ShopForm form) {
    return ShopView.of(shops.update(form.appliedTo(shops.get(id))));
  }

  record ShopList(List<ShopView> items) {}
}
