"""Learned weights. Made by bench/train_developments.py; do not edit by hand."""

from __future__ import annotations

WEIGHTS = {'article': {'article': {'bias': 11.411,
                         'echo': -2.5726,
                         'facts': 1.0056,
                         'lead': -6.0726,
                         'told': -17.1254},
             'sentence': {'bias': 3.5295,
                          'cosine': -3.9747,
                          'covered': -5.4175,
                          'covered3': -3.0974,
                          'jaccard': -7.1087,
                          'known': 5.6443,
                          'length': -0.08,
                          'names': 0.6938,
                          'numbers': 1.4372,
                          'unseen': 0.8185}},
 'brief': {'article': {'bias': 1.4929, 'top': 1.0},
           'sentence': {'around': -2.4611,
                        'bias': 3.3344,
                        'core': 1.2178,
                        'jaccard': -3.4303,
                        'ledger': -0.7919,
                        'listed': -0.8182,
                        'quiet': -0.23}}}
