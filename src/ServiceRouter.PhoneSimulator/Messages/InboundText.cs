using ServiceRouter.PhoneSimulator.Book;
using ServiceRouter.PhoneSimulator.TwiML;
using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.PhoneSimulator.Messages;

/// <summary>Tells the service of a message and reads what it answers.</summary>
internal static class InboundText
{
    private const int MostRedirects = 10;

    public static async Task<IReadOnlyList<TextMessage>> AnswersAsync(PhoneNetwork network, TextMessage message, ServiceNumber number, string url)
    {
        try
        {
            return await AskAsync(network, message, url, number.SmsMethod, []);
        }
        catch (WebhookFailure failure)
        {
            network.Report(message.Sid, failure.Code, failure.Message, failure.Url);
            if (number.SmsFallbackUrl is not { Length: > 0 } fallback)
                return [];
            try
            {
                return await AskAsync(network, message, fallback, "POST", [new("ErrorCode", Parameters.Number(failure.Code)), new("ErrorUrl", failure.Url)]);
            }
            catch (WebhookFailure again)
            {
                network.Report(message.Sid, again.Code, again.Message, again.Url);
                return [];
            }
        }
    }

    private static async Task<IReadOnlyList<TextMessage>> AskAsync(
        PhoneNetwork network, TextMessage message, string url, string method, List<KeyValuePair<string, string>> extra)
    {
        var answers = new List<TextMessage>();
        for (var redirects = 0; redirects <= MostRedirects; redirects++)
        {
            var answer = await network.Webhooks.SendAsync(new(url, method, [.. ParametersOf(network, message), .. extra], IsVoice: false));
            if (string.IsNullOrWhiteSpace(answer.Body) && answer.ContentType.Length == 0)
                return answers; // 204: nothing to say.
            if (answer.ContentType == "text/plain" && !answer.Body.Contains("<Response", StringComparison.Ordinal))
                return answer.Body.Trim().Length == 0 ? answers : [.. answers, Reply(answer.Body.Trim())];
            TwimlElement? redirect = null;
            foreach (var element in TwimlDocument.Read(answer).Verbs)
            {
                if (element.Name is "Redirect")
                {
                    redirect = element;
                    break;
                }

                if (element.Name is "Message" or "Sms")
                    answers.Add(Reply((element.Children.FirstOrDefault(child => child.Name == "Body") ?? element).Text));
                else
                    network.Report(message.Sid, 12200, $"<{element.Name}> is no verb of messaging and is skipped", url);
            }

            if (redirect is null)
                return answers;
            (url, method) = (redirect.Absolute(redirect.Text), redirect["method"] ?? "POST");
        }

        throw new WebhookFailure(11215, $"more than {MostRedirects} redirects", url);

        TextMessage Reply(string body) => new(message.To, message.From, body, isInbound: false, network.Time.GetUtcNow());
    }

    private static IEnumerable<KeyValuePair<string, string>> ParametersOf(PhoneNetwork network, TextMessage message) =>
    [
        new("MessageSid", message.Sid), new("SmsSid", message.Sid), new("SmsMessageSid", message.Sid), new("AccountSid", network.Settings.AccountSid),
        new("From", message.From), new("To", message.To), new("Body", message.Body), new("NumMedia", Parameters.Number(message.Media)), new("NumSegments", Parameters.Number(message.Segments)),
        new("SmsStatus", "received"), new("ApiVersion", "2010-04-01"), .. Parameters.Geography("From", message.From), .. Parameters.Geography("To", message.To),
    ];
}
