import UIKit
import WebKit

/// A screen that shows the shop's pages and shares the app's consent, identity and events with them.
final class ShopViewController: UIViewController {
    private static let shop = URL(string: "https://shop.example")!
    private var bridge: SedgeBridge?
    private var webView: WKWebView?
    /// The consent decision from the app's settings or a page; nil before a decision. Store it with the app's settings.
    private var consent: [String: Bool]?
    /// Identifiers of the signed-in customer, in memory only, as on the page.
    private var identifiers: [String: String] = [:]
    /// Events from native screens that no page has confirmed.
    private var events: [SedgeBridge.Message] = []

    override func viewDidLoad() {
        super.viewDidLoad()
        let bridge = SedgeBridge(origin: Self.shop) { [weak self] in self?.receive($0) }
        let configuration = WKWebViewConfiguration()
        do {
            try bridge.install(in: configuration)
        } catch {
            // Without the script, pages work as on the web.
            assertionFailure("sedge-host.js is missing from the app's resources: \(error)")
        }
        let webView = WKWebView(frame: view.bounds, configuration: configuration)
        webView.autoresizingMask = [.flexibleWidth, .flexibleHeight]
        view.addSubview(webView)
        bridge.attach(to: webView)
        self.bridge = bridge
        self.webView = webView
        webView.load(URLRequest(url: Self.shop))
    }

    /// Applies a decision from the app's settings.
    func decide(_ choice: [String: Bool]) {
        consent = choice
        bridge?.send(["type": "consent", "consent": choice])
    }

    func signIn(email: String) {
        identifiers = ["email": email]
        bridge?.send(["type": "identity", "identifiers": identifiers])
    }

    func signOut() {
        identifiers = [:]
        bridge?.send(["type": "reset"])
    }

    /// Records the view of a native product screen.
    func sawProduct(item: String, category: String, price: Double, from start: Date, seconds: Double) {
        let at = start.timeIntervalSince1970 * 1_000
        record(["name": "screen", "at": at, "kind": "product", "item": item, "category": category, "price": price,
              "seconds": seconds])
    }

    func putIntoCart(item: String, category: String, price: Double) {
        let at = Date().timeIntervalSince1970 * 1_000
        record(["name": "cart-add", "at": at, "item": item, "category": category, "price": price])
    }

    private func record(_ event: SedgeBridge.Message) {
        // Sent again until a page confirms it. Events with the same time count once.
        events = Array((events + [event]).suffix(200))
        bridge?.send(["type": "session", "events": events])
    }

    private func receive(_ message: SedgeBridge.Message) {
        switch message["type"] as? String {
        case "ready":
            bridge?.send(["type": "hello", "consent": consent ?? NSNull()])
            if !identifiers.isEmpty { bridge?.send(["type": "identity", "identifiers": identifiers]) }
            if !events.isEmpty { bridge?.send(["type": "session", "events": events]) }
        case "consent":
            guard let state = message["consent"] as? SedgeBridge.Message, state["decided"] as? Bool == true,
                let purposes = state["purposes"] as? [String] else { return }
            consent = Dictionary(uniqueKeysWithValues: ["classify", "link", "learn"].map { ($0, purposes.contains($0)) })
        case "session":
            guard let until = message["until"] as? Double else { return }
            events.removeAll { ($0["at"] as? Double ?? 0) <= until }
        case "withdrawn":
            identifiers = [:]
            events = []
        case "cluster":
            personalise((message["cluster"] as? SedgeBridge.Message)?["clusterId"] as? String)
        default:
            break
        }
    }

    /// Native screens are personalised with the page's cluster.
    private func personalise(_ clusterId: String?) {
        title = clusterId.map { "For cluster \($0)" }
    }
}
