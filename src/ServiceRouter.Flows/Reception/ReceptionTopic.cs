namespace ServiceRouter.Flows.Reception;

/// <summary>What is asked about France services itself.</summary>
public enum ReceptionTopic
{
    /// <summary>"C'est quoi France services ?"</summary>
    What,

    /// <summary>"Où vous trouver ?", and the hours, which each space has of its own.</summary>
    Where,

    /// <summary>"Comment vous contacter ?"</summary>
    Contact,
}

/// <summary>A question about France services.</summary>
/// <param name="Topic">What is asked.</param>
/// <param name="Rest">The sentence without the name of the service, or without the question where it names nobody, in plain words: what else it is about.</param>
public sealed record ReceptionQuestion(ReceptionTopic Topic, string Rest);
