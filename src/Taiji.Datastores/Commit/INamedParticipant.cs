namespace Taiji.Datastores.Commit;

/// <summary>A participant that stands for another one, made later: it goes by that one's name.</summary>
internal interface INamedParticipant
{
    /// <summary>The name of the other one's type.</summary>
    string Name { get; }

    /// <summary>What a participant is called in messages.</summary>
    /// <param name="participant">The participant.</param>
    static string NameOf(ICommitParticipant participant) => participant is INamedParticipant named ? named.Name : participant.GetType().Name;
}
