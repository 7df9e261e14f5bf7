using System.Text;
using System.Text.Json;
using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.Tests.PhoneSimulator;

/// <summary>Vectors made with the provider's own npm package; P1 is the example that the provider publishes.</summary>
public sealed class When_a_request_is_signed
{
    private const string StatusUrl = "https://voice.example.test/twilio/status";

    private static readonly Dictionary<string, Vector> Vectors = JsonSerializer
        .Deserialize<Vector[]>(File.ReadAllText(Repository.Folder("tests", "ServiceRouter.Tests", "PhoneSimulator", "signature-vectors.json")), JsonSerializerOptions.Web)!
        .ToDictionary(vector => vector.Id);

    public static TheoryData<string> Ids => [.. Vectors.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public void It_is_signed_as_the_provider_signs_it(string id)
    {
        var vector = Vectors[id];

        RequestSigner.Sign(vector.Token, vector.Url, vector.Form()).Should().Be(vector.Signature, vector.Note);
    }

    [Theory]
    [InlineData("P7")]
    [InlineData("P8")]
    public void A_JSON_body_is_covered_by_the_URL(string id)
    {
        var vector = Vectors[id];
        var plain = vector.Url[..(vector.Url.IndexOf("bodySHA256", StringComparison.Ordinal) - 1)];

        RequestSigner.WithBodyHash(plain, Encoding.UTF8.GetBytes(vector.Body!)).Should().Be(vector.Url);
    }

    [Theory]
    [InlineData("https://voice.example.test:443/twilio/status", "ixJpCWwqoj2VW0rteHDdTd019mI=")]
    [InlineData("http://voice.example.test:80/twilio/status", "TWdBASq7kEZSufpvOvOXc7PNDNA=")]
    public void A_port_that_is_kept_is_signed(string url, string signature) => RequestSigner.Sign("12345", url, Vectors["P5"].Form()).Should().Be(signature);

    [Fact]
    public void A_port_of_a_WebSocket_is_signed() =>
        RequestSigner.Sign("12345", "wss://voice.example.test:443/twilio/relay").Should().Be("CrAYO3VQPh6aOLmijV+Z7GzATTQ=");

    [Fact]
    public void An_encoded_apostrophe_is_another_one() => RequestSigner
        .Sign("12345", "https://voice.example.test/twilio/voice?name=l%27accueil&x=a%20b", Vectors["P12"].Form())
        .Should().Be("y7D7FV0mY055FjqJXixRyO8JzVk=").And.NotBe(Vectors["P12"].Signature);

    [Theory]
    [InlineData("https://voice.example.test:8443/twilio/status", true, StatusUrl)]
    [InlineData("https://voice.example.test:8443/twilio/status", false, "https://voice.example.test:8443/twilio/status")]
    [InlineData("http://voice.example.test:8080/twilio/status", true, "http://voice.example.test:8080/twilio/status")]
    [InlineData("https://user:pass@voice.example.test/twilio/status#rc=2&rp=all", true, StatusUrl)]
    [InlineData("https://voice.example.test/a?b=x@y:1&c=l'accueil", true, "https://voice.example.test/a?b=x@y:1&c=l'accueil")]
    public void Only_some_parts_of_a_URL_are_left_out(string url, bool isVoice, string left) => SignedUrl.Of(url, isVoice).Should().Be(left);

    [Theory]
    [InlineData("N1", "P1")]
    [InlineData("N2", "P1")]
    [InlineData("N3", "P1")]
    [InlineData("N4", "P1")]
    [InlineData("N5", "P1")]
    [InlineData("N6", "P2")]
    [InlineData("N7", "P2")]
    [InlineData("N8", "P10")]
    [InlineData("N11", "P2")]
    [InlineData("N12", "P2")]
    [InlineData("N13", "P9")]
    [InlineData("N14", "P9")]
    [InlineData("N15", "P7")]
    [InlineData("N16", "P7")]
    [InlineData("N17", "P7")]
    public void Whatever_is_changed_gives_another_signature(string change, string id)
    {
        var vector = Vectors[id];
        var (token, url, form) = (vector.Token, vector.Url, vector.Form().ToList());
        switch (change)
        {
            case "N1": form[form.FindIndex(pair => pair.Key == "Digits")] = new("Digits", "1235"); break;
            case "N2": form.Add(new("Extra", "1")); break;
            case "N3": url = "https://example.com/myapp.php?bar=2&foo=1"; break;
            case "N4": url = url.Replace("https:", "http:", StringComparison.Ordinal); break;
            case "N5": token = "54321"; break;
            case "N6": url += "/"; break;
            case "N7": form.RemoveAll(pair => pair.Value.Length == 0); break;
            case "N8": form[form.FindIndex(pair => pair.Key == "Body")] = new("Body", "ARRÊT"); break;
            case "N11": url = url.Replace("https://", "https://user:pass@", StringComparison.Ordinal); break;
            case "N12": url += "#rc=2"; break;
            case "N13": url = url.Replace("wss:", "https:", StringComparison.Ordinal); break;
            case "N14": url += "/"; break;
            case "N15": url = RequestSigner.WithBodyHash("https://example.com/myapp", Encoding.UTF8.GetBytes(vector.Body + " ")); break;
            case "N16": url = "https://example.com/myapp"; break;
            case "N17": url = url[..^1] + (url[^1] == '0' ? '1' : '0'); break;
            default: throw new InvalidOperationException(change);
        }

        RequestSigner.Sign(token, url, form).Should().HaveLength(28).And.NotBe(vector.Signature);
    }

    // N9 (no header) and N10 (another letter case) are about reading a signature; this side only writes it.
    [Fact]
    public void Letter_case_of_a_signature_counts() => Vectors["P1"].Signature.ToLowerInvariant().Should().NotBe(RequestSigner.Sign("12345", Vectors["P1"].Url, Vectors["P1"].Form()));

    [Theory]
    [InlineData("P2", "0eQKGKPBpE1G5mA2VvFA2Wux0zc=", "letter case ignored in the order")]
    [InlineData("P2", "+PvqIU685fJrQbzc0CiiZNU+sm4=", "empty values dropped")]
    [InlineData("P3", "XeTPgzdxvIoKhBz00tmUd80tJE0=", "values left percent-encoded")]
    [InlineData("P3", "MSoWdZMhG7yOYGtr1UdMxto2LR8=", "Latin-1 for UTF-8")]
    [InlineData("P1", "2ff387e58ca52c3e4d44a2e5b5dab04af4b40675", "hexadecimal for Base64")]
    [InlineData("P1", "qMztBq0IANMH/q0K9sCfKQJLylezvRdRzRS647SAVow=", "SHA-256 for SHA-1")]
    [InlineData("P1", "aAxO5+icYeoMXMYP6QdK2jJCxUA=", "plus decoded twice")]
    [InlineData("P11", "ayMIHj1QMVfmcP/10n6oycxqIPw=", "repeats joined with a comma")]
    [InlineData("P11", "MfaKq43W9ahih/+mPTRibQTsHwU=", "repeats neither sorted nor made one")]
    public void Known_mistakes_are_not_made(string id, string wrong, string mistake) =>
        RequestSigner.Sign(Vectors[id].Token, Vectors[id].Url, Vectors[id].Form()).Should().NotBe(wrong, mistake);

    private sealed record Vector(string Id, string Token, string Url, string Signature, string Note, Dictionary<string, JsonElement>? Params = null, string? Body = null)
    {
        public IEnumerable<KeyValuePair<string, string>> Form() => (Params ?? []).SelectMany(pair => pair.Value.ValueKind == JsonValueKind.Array
            ? pair.Value.EnumerateArray().Select(value => KeyValuePair.Create(pair.Key, value.GetString()!))
            : [KeyValuePair.Create(pair.Key, pair.Value.GetString()!)]);
    }
}
