import Foundation
import WebKit

/// The native side of Sedge's bridge (docs/webviews.md): shares consent, identity and session with Sedge on the pages of one
/// origin, in one webview. Messages from the page must not leave the device.
final class SedgeBridge: NSObject, WKScriptMessageHandler {
    /// A message from the page: a `type` and its fields.
    typealias Message = [String: Any]

    static let version = 1
    /// Longest accepted message: twenty ledger entries of 25 KB.
    private static let maxMessageCharacters = 1_000_000

    private let origin: URL
    private let nonce: String
    private let onMessage: (Message) -> Void
    private weak var webView: WKWebView?

    /// - Parameters:
    ///   - origin: scheme, host and port of the trusted pages, such as `https://shop.example`.
    ///   - onMessage: is called on the main thread with each message from the page.
    init(origin: URL, onMessage: @escaping (Message) -> Void) {
        self.origin = origin
        self.onMessage = onMessage
        var bytes = [UInt8](repeating: 0, count: 24)
        precondition(SecRandomCopyBytes(kSecRandomDefault, bytes.count, &bytes) == errSecSuccess)
        nonce = Data(bytes).base64EncodedString()
            .replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_")
    }

    /// Adds the bridge to a configuration. Call it before you create the webview with it.
    func install(in configuration: WKWebViewConfiguration) throws {
        let contents = configuration.userContentController
        contents.add(WeakHandler(self), contentWorld: .page, name: "sedge")
        guard let file = Bundle.main.url(forResource: "sedge-host", withExtension: "js") else {
            throw CocoaError(.fileNoSuchFile)
        }
        let source = try String(contentsOf: file, encoding: .utf8)
            .replacingOccurrences(of: "%NONCE%", with: nonce)
            .replacingOccurrences(of: "%ORIGINS%", with: origin.absoluteString)
        contents.addUserScript(
            WKUserScript(source: source, injectionTime: .atDocumentStart, forMainFrameOnly: true, in: .page)
        )
    }

    func attach(to webView: WKWebView) {
        self.webView = webView
    }

    /// Sends a message to the open page. Does nothing if the page has another origin.
    func send(_ message: Message) {
        guard let webView, let address = webView.url, isTrusted(scheme: address.scheme, host: address.host, port: address.port)
        else { return }
        var whole = message
        whole["sedge"] = Self.version
        whole["nonce"] = nonce
        guard let data = try? JSONSerialization.data(withJSONObject: whole) else { return }
        let text = String(decoding: data, as: UTF8.self)
        // The message is an argument, not part of the script, so it is never executed.
        webView.callAsyncJavaScript(
            "window.sedgeHost?.receive(text)", arguments: ["text": text], in: nil, in: .page, completionHandler: nil
        )
    }

    func userContentController(_ controller: WKUserContentController, didReceive message: WKScriptMessage) {
        let sender = message.frameInfo.securityOrigin
        // Port 0 means the scheme's default port.
        let port = sender.port == 0 ? nil : sender.port
        guard message.frameInfo.isMainFrame, isTrusted(scheme: sender.protocol, host: sender.host, port: port),
            let text = message.body as? String, text.count <= Self.maxMessageCharacters,
            var parsed = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? Message,
            parsed["sedge"] as? Int == Self.version, parsed.removeValue(forKey: "nonce") as? String == nonce,
            parsed["type"] is String
        else { return }
        onMessage(parsed)
    }

    private func isTrusted(scheme: String?, host: String?, port: Int?) -> Bool {
        scheme == origin.scheme && host == origin.host && port == origin.port
    }

    /// The webview strongly references its content controller, which strongly references its handlers.
    private final class WeakHandler: NSObject, WKScriptMessageHandler {
        private weak var bridge: SedgeBridge?

        init(_ bridge: SedgeBridge) {
            self.bridge = bridge
        }

        func userContentController(_ controller: WKUserContentController, didReceive message: WKScriptMessage) {
            bridge?.userContentController(controller, didReceive: message)
        }
    }
}
